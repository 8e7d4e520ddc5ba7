package io.yumen.service.awsdocs.shelf.desk;

import io.yumen.service.awsdocs.shelf.Stamp;
import io.yumen.service.awsdocs.upstream.Form;
import io.yumen.service.awsdocs.upstream.Upstream;
import java.util.Optional;

/** A copy in memory. */
record Held(Thing thing, String address, Form form, Stamp stamp) {
    Held checked(Stamp stamp) {
        return new Held(thing, address, form, stamp);
    }

    Upstream.Known known() {
        return new Upstream.Known(address, form, stamp.freshness());
    }

    Answer<Thing> told(Tier tier, Optional<String> note) {
        return new Answer.Have<>(thing, new Answer.Copy(address, form, stamp, tier, note));
    }
}
