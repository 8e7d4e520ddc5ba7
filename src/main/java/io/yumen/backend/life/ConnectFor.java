package io.yumen.backend.life;

import io.yumen.backend.ScopeKey;
import io.yumen.protocol.ClientCapabilities;

/** For whom lines are opened. */
record ConnectFor(ScopeKey scope, ClientCapabilities capabilities) {}
