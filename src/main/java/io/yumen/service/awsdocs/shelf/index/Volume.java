package io.yumen.service.awsdocs.shelf.index;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.util.Bits;

/**
 * The index as it is open: who writes, and who reads what was last committed. It reads by calls of the system and not through mapped
 * memory, which would need leave to call native code. Threads that use it must not be interrupted: that closes its files.
 */
final class Volume {
    /** Above what is written at once, so that nothing reaches the disk before its commit. */
    private static final int BUFFER_MIB = 64;

    // Held here because the JDK keeps loggers weakly and would forget the setting: it is advice about vectors, which we
    // have none of.
    private static final Logger VECTORS =
            Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    private final Path folder;
    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final Thrift thrift;

    /** Reads from the index as it was at one moment. */
    interface Reading<T> {
        T read(IndexSearcher searcher) throws IOException;
    }

    private Volume(Path folder, Directory directory, IndexWriter writer, Thrift thrift) throws IOException {
        this.folder = folder;
        this.directory = directory;
        this.writer = writer;
        this.thrift = thrift;
        this.searchers = new SearcherManager(writer, null);
    }

    static Volume open(Path folder, IndexLimits limits, Analyzer analyzer) throws IOException {
        VECTORS.setLevel(Level.OFF);
        Files.createDirectories(folder);
        Thrift thrift = new Thrift(limits);
        IndexWriterConfig config = new IndexWriterConfig(analyzer)
                .setCodec(new Lucene104Codec(Lucene104Codec.Mode.BEST_COMPRESSION))
                .setMergePolicy(thrift)
                .setMergeScheduler(new SerialMergeScheduler())
                .setMaxFullFlushMergeWaitMillis(0)
                .setRAMBufferSizeMB(BUFFER_MIB)
                .setUseCompoundFile(true)
                .setCommitOnClose(false);
        Directory directory = new NIOFSDirectory(folder);
        try {
            return new Volume(folder, directory, new IndexWriter(directory, config), thrift);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    IndexWriter writer() {
        return writer;
    }

    <T> T read(Reading<T> reading) throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            return reading.read(searcher);
        } finally {
            searchers.release(searcher);
        }
    }

    /** What was written is on the disk, and is seen by who reads. */
    void commit() throws IOException {
        writer.commit();
        searchers.maybeRefreshBlocking();
    }

    /** Writes some files anew as one, where there are many. Returns whether there were. */
    boolean join() throws IOException {
        int before = segments();
        thrift.allow();
        writer.maybeMerge();
        commit();
        return segments() < before;
    }

    /** Writes the file anew in which most is deleted, if that is worth it. Returns whether there is more space now. */
    boolean reclaim() throws IOException {
        long before = bytes();
        writer.forceMergeDeletes(true);
        commit();
        return bytes() < before;
    }

    /** As {@link #bytes}. */
    static long bytesOf(Volume volume) throws IOException {
        return volume.bytes();
    }

    /** What the files take now. */
    long bytes() throws IOException {
        long bytes = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                bytes += size(file);
            }
        }
        return bytes;
    }

    /** All copies that are there. */
    Map<String, Card> cards() throws IOException {
        return read(searcher -> {
            Map<String, Card> cards = new ConcurrentHashMap<>();
            for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
                gather(leaf.reader(), cards);
            }
            return cards;
        });
    }

    /** Lets go of the files; what was not committed is gone. */
    void close() throws IOException {
        try (directory;
                writer) {
            searchers.close();
            writer.rollback();
        }
    }

    /** Finds the document of that id, and reads it. */
    static <T> T find(IndexReader index, String id, Found<T> found, T otherwise) throws IOException {
        Term term = new Term(Fields.ID, id);
        for (LeafReaderContext leaf : index.leaves()) {
            PostingsEnum postings = leaf.reader().postings(term, PostingsEnum.NONE);
            Bits live = leaf.reader().getLiveDocs();
            while (postings != null && postings.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
                if (live == null || live.get(postings.docID())) {
                    return found.at(leaf.reader(), postings.docID());
                }
            }
        }
        return otherwise;
    }

    /** Reads what stands there. */
    interface Found<T> {
        T at(LeafReader reader, int number) throws IOException;
    }

    private int segments() throws IOException {
        return read(searcher -> searcher.getIndexReader().leaves().size());
    }

    private static void gather(LeafReader reader, Map<String, Card> cards) throws IOException {
        DocIdSetIterator there = reader.getBinaryDocValues(Fields.CARD);
        Bits live = reader.getLiveDocs();
        while (there != null && there.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
            if (live == null || live.get(there.docID())) {
                Card card = Fields.card(reader, there.docID());
                cards.put(card.id(), card);
            }
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
