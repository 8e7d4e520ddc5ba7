package io.yumen.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands leave on the disk is this user's alone, whatever others have put there before. */
class OwnFolderTest {
    @TempDir
    private Path place;

    @Test
    void folders_and_files_are_for_their_owner_alone() throws IOException {
        OwnFolder folder = new OwnFolder(place.resolve("state").resolve("yumen"));
        folder.write("1.gateway", "here");
        folder.write("1.gateway", "there");

        assertThat(mode(folder.path())).isEqualTo("rwx------");
        assertThat(mode(folder.path().resolve("1.gateway"))).isEqualTo("rw-------");
        assertThat(folder.path().resolve("1.gateway")).hasContent("there");
        assertThat(folder.isSafe()).isTrue();
    }

    @Test
    void a_link_in_place_of_a_file_is_not_followed() throws IOException {
        Path precious = Files.writeString(place.resolve("precious"), "mine");
        OwnFolder folder = new OwnFolder(Files.createDirectory(place.resolve("yumen")));
        Files.createSymbolicLink(folder.path().resolve("1.gateway"), precious);
        folder.write("1.gateway", "here");

        assertThat(precious).hasContent("mine");
        assertThat(Files.isSymbolicLink(folder.path().resolve("1.gateway"))).isFalse();
    }

    @Test
    void a_folder_that_is_a_link_or_that_others_can_write_into_is_not_used() throws IOException {
        Path real = Files.createDirectory(place.resolve("real"));
        Path open = Files.createDirectory(place.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwx---"));
        OwnFolder link = new OwnFolder(Files.createSymbolicLink(place.resolve("link"), real));

        for (OwnFolder folder : new OwnFolder[] {link, new OwnFolder(open)}) {
            assertThat(folder.isSafe()).isFalse();
            assertThatThrownBy(() -> folder.write("1.gateway", "here")).isInstanceOf(IOException.class);
        }
        assertThat(real).isEmptyDirectory();
        assertThat(open).isEmptyDirectory();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
