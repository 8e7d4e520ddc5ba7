package io.yumen.store;

import io.yumen.tenant.TenantId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whose keys they are: each part of the gateway that remembers something has a space of its own, so that no two can meet in
 * one key. A constant's name is part of what lies on disk: it stays.
 */
public enum Space {
    /** API keys, as hashes. */
    KEYS,
    /** Users and how they prove who they are. */
    USERS,
    /** Codes and tokens of our authorization server, their families, and its keys: what users let clients do is a family. */
    GRANTS,
    /** Credentials towards servers, sealed. */
    CREDENTIALS,
    /** Definitions of tools as they were first seen. */
    PINS,
    /** Who is locked out, and which servers are cut off. */
    LOCKDOWN,
    /** Calls that wait, or waited, for a person's approval. */
    APPROVALS,
    /** Which browser is whose. */
    BROWSERS,
    /** With which master keys anything was sealed. */
    SEALS;

    /** The space's folder of one tenant. */
    public Folder in(TenantId tenant) {
        return new Folder(this, Optional.of(tenant), List.of());
    }

    /** The space's folder of what belongs to the gateway itself and to no tenant. No tenant's key can equal one in it. */
    public Folder ofGateway() {
        return new Folder(this, Optional.empty(), List.of());
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
