package io.yumen.auth.users;

import java.time.Duration;

/**
 * What is spent on passwords.
 *
 * @param users how many users there may be
 * @param name how many characters the name of a user's tenant, and of each role, may have
 * @param roles how many roles a user may have
 * @param verifiers how many passwords are verified at the same time
 * @param kibibytes the memory that each takes; a password that is kept takes what it took when it was set
 * @param patience how long somebody waits for a verifier
 * @param tries how many wrong passwords a name or an address may show within {@code window} before it is not asked any more
 * @param window within which they are counted
 * @param known how long a password that was right is not verified again
 * @param remembered how many names and addresses are counted; beyond that those that were quiet for longest are forgotten
 */
public record UserLimits(
        int users,
        int name,
        int roles,
        int verifiers,
        int kibibytes,
        Duration patience,
        int tries,
        Duration window,
        Duration known,
        int remembered) {
    /** For two cores, about 40 passwords a second; 19 MiB and two passes are what OWASP asks for. */
    public static final UserLimits DEFAULT = new UserLimits(
            10_000,
            100,
            32,
            2,
            19 << 10,
            Duration.ofSeconds(3),
            10,
            Duration.ofMinutes(5),
            Duration.ofMinutes(1),
            20_000);

    public UserLimits {
        if (users < 1 || name < 1 || roles < 1 || verifiers < 1 || tries < 1 || remembered < 1) {
            throw new IllegalArgumentException("A limit is a number from 1 on");
        }
        if (kibibytes < Passwords.LEAST_KIBIBYTES) {
            throw new IllegalArgumentException("A hash takes " + Passwords.LEAST_KIBIBYTES + " KiB and more");
        }
    }

    /** The same, with that memory for each password that is set. */
    public UserLimits hashingWith(int memory) {
        return new UserLimits(users, name, roles, verifiers, memory, patience, tries, window, known, remembered);
    }
}
