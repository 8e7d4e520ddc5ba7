package io.yumen.service.awsdocs.shelf.desk;

import io.yumen.service.awsdocs.shelf.Depot;
import io.yumen.service.awsdocs.shelf.Kept;
import io.yumen.service.awsdocs.shelf.Key;

/** Takes in what AWS said. */
interface Keeper {
    void put(Held held, Kept kept);

    /** It is as it was, with the stamp of that copy. */
    void confirm(Key key, Held held);

    void miss(Key key, Answer.Missing<Thing> answer);

    /** In memory at once, and in the depot soon: nobody waits for a disk. */
    record Both(Memory memory, Depot depot, Chores chores, Tally tally) implements Keeper {
        @Override
        public void put(Held held, Kept kept) {
            memory.put(kept.key(), held);
            write(() -> depot.put(kept, Converter.contents(kept.key(), held.thing())));
        }

        @Override
        public void confirm(Key key, Held held) {
            memory.put(key, held);
            write(() -> depot.confirm(key, held.stamp()));
        }

        @Override
        public void miss(Key key, Answer.Missing<Thing> answer) {
            memory.miss(key, answer);
            write(() -> depot.remove(key::equals));
        }

        private void write(Runnable work) {
            if (!chores.write(work)) {
                tally.unwritten();
            }
        }
    }
}
