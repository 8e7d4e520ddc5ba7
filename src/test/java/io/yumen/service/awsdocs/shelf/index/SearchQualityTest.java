package io.yumen.service.awsdocs.shelf.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.service.awsdocs.shelf.Contents;
import io.yumen.service.awsdocs.shelf.Fusion;
import io.yumen.service.awsdocs.shelf.Hit;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Labels;
import io.yumen.service.awsdocs.shelf.Passage;
import io.yumen.service.awsdocs.shelf.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found by words, in a small library of our own: sections of which each answers something. */
final class SearchQualityTest {
    /** Product, page, heading and what it says. */
    private static final String LIBRARY = """
            vault|buckets|Creating a bucket|A bucket holds objects. Its name is unique in a partition. Call CreateBucket or use the console.
            vault|buckets|Deleting a bucket|Empty it first; DeleteBucket fails with BucketNotEmpty otherwise.
            vault|buckets|Naming rules|Lower case letters, digits and hyphens, three to sixty-three characters.
            vault|buckets|Tagging buckets|Tags are keys and values that show up on the bill.
            vault|access|Bucket policies|A policy names principals and actions such as vault:GetObject and vault:PutObject.
            vault|access|Blocking public access|Four settings keep strangers out whatever a policy says.
            vault|access|Condition keys|Use aws:SourceIp to allow a network, and aws:PrincipalTag to match tags of the caller.
            vault|access|Access denied errors|AccessDenied with status 403 means that no statement allows the call, or one denies it.
            vault|encryption|Default encryption|New objects are encrypted on the server with keys that the service manages.
            vault|encryption|Customer managed keys|Name a key of your own in x-vault-server-side-encryption-key-id.
            vault|encryption|Rotating keys|Rotation happens each year; old data stays readable.
            vault|encryption|Client-side encryption|Encrypt before you upload; the service never sees the plain text.
            vault|uploads|Multipart uploads|Large files go up in parts in parallel; CompleteMultipartUpload joins them.
            vault|uploads|Presigned addresses|A signed link lets somebody upload or download for a limited time without credentials.
            vault|uploads|Checksums|Send x-vault-checksum-sha256 so that damage on the way is noticed.
            vault|uploads|Slow down errors|SlowDown with status 503 asks you to send fewer requests; back off and retry.
            vault|lifecycle|Expiring objects|A lifecycle rule deletes objects after some days.
            vault|lifecycle|Moving to cold storage|Rules move objects that are rarely read to a cheaper class.
            vault|lifecycle|Versioning|Each overwrite keeps the former version until it is deleted for good.
            vault|lifecycle|Object lock|Retention in compliance mode forbids deletion by anybody.
            spark|functions|Creating a function|Upload a zip archive or an image and name a handler.
            spark|functions|Memory and processor share|More memory brings more of a processor in proportion.
            spark|functions|Timeouts|A call ends after at most fifteen minutes with Task timed out.
            spark|functions|Environment variables|Settings for the code that are not in the code; four kilobytes at most.
            spark|concurrency|Reserved concurrency|Keeps a share of the account for one function, and caps it.
            spark|concurrency|Provisioned concurrency|Instances are kept warm so that no cold start is felt.
            spark|concurrency|Throttling|TooManyRequestsException with status 429 tells that the limit of concurrent calls is reached.
            spark|concurrency|Scaling rate|A thousand new instances every ten seconds for each function.
            spark|triggers|Queues as a source|Messages are read in batches; failed ones return to the queue or go to a dead-letter queue.
            spark|triggers|Streams as a source|Records of a shard are read in order; a bad record blocks the shard.
            spark|triggers|Schedules|Run a function by a cron expression or a rate.
            spark|triggers|Web addresses|Each function can have an HTTPS endpoint of its own.
            spark|network|Functions in a private network|A function reaches private subnets through interfaces; give it subnets and security groups.
            spark|network|Internet from a private network|Route the subnet to a NAT gateway; public addresses are not given.
            spark|network|Fixed outgoing address|Attach an elastic address to the gateway in front of the function.
            spark|network|Resolving names|DNS of the network answers; a private zone works, too.
            spark|logs|Reading logs|Each instance writes a stream in a group named after the function.
            spark|logs|JSON log format|Set LoggingConfig to JSON, and filter by level.
            spark|logs|Tracing|Active tracing samples calls and shows where time goes.
            spark|logs|Metrics|Invocations, Errors, Duration and Throttles are published each minute.
            ledger|tables|Creating a table|Choose a partition key and, if needed, a sort key.
            ledger|tables|Deleting tables|Deletion protection has to be off before DeleteTable works.
            ledger|tables|Table classes|The infrequent class costs less to store and more to read.
            ledger|tables|Quotas of tables|2,500 tables for each account and region.
            ledger|capacity|On-demand capacity|Pay for each request; no planning.
            ledger|capacity|Provisioned capacity|Reserve read and write units and let auto scaling follow the load.
            ledger|capacity|ProvisionedThroughputExceededException|The request rate is above what the table has; retry with exponential waits.
            ledger|capacity|Hot partitions|Spread the keys: one partition serves three thousand reads each second.
            ledger|queries|Query and scan|Query reads one partition key; scan reads all and is slow.
            ledger|queries|Filter expressions|They are applied after the read and do not lower its cost.
            ledger|queries|Secondary indexes|A global secondary index lets you query by another attribute.
            ledger|queries|Paging results|LastEvaluatedKey tells where the next page begins.
            ledger|backup|Point-in-time recovery|Restore a table to any second of the last thirty-five days.
            ledger|backup|On-demand backups|Full copies that stay until they are deleted.
            ledger|backup|Copying to another region|Backups can be copied across regions and accounts.
            ledger|backup|Exporting tables|Export to a bucket without using read capacity.
            ledger|streams|Change streams|Item-level changes in order for twenty-four hours.
            ledger|streams|Stream view types|NEW_AND_OLD_IMAGES holds the item before and after the change.
            ledger|streams|Time to live|Items vanish some days after the time in an attribute of your choice.
            ledger|streams|Global tables|Replicas in several regions, written anywhere; the last writer wins.
            """;

    /** What is asked, and the heading that answers it. */
    private static final String QUESTIONS = """
            how do I make a new bucket|Creating a bucket
            remove a bucket that is not empty|Deleting a bucket
            which characters may a bucket name have|Naming rules
            vault:GetObject permission|Bucket policies
            GetObject policy|Bucket policies
            aws:SourceIp|Condition keys
            allow only one network by source ip|Condition keys
            403 AccessDenied|Access denied errors
            keep strangers from public buckets|Blocking public access
            encrypt with my own key|Customer managed keys
            x-vault-server-side-encryption-key-id|Customer managed keys
            yearly key rotation|Rotating keys
            upload a large file in parallel parts|Multipart uploads
            CompleteMultipartUpload|Multipart uploads
            link to download without credentials|Presigned addresses
            503 SlowDown|Slow down errors
            delete objects automatically after days|Expiring objects
            cheaper class for rarely read objects|Moving to cold storage
            function takes longer than fifteen minutes|Timeouts
            avoid cold starts|Provisioned concurrency
            TooManyRequestsException|Throttling
            too many requests exception 429|Throttling
            dead-letter queue for failed messages|Queues as a source
            run every night with cron|Schedules
            internet access from private subnet NAT|Internet from a private network
            LoggingConfig json|JSON log format
            partition key and sort key|Creating a table
            ProvisionedThroughputExceededException|ProvisionedThroughputExceededException
            difference between query and scan|Query and scan
            LastEvaluatedKey next page|Paging results
            restore to a point in time|Point-in-time recovery
            query by another attribute|Secondary indexes
            NEW_AND_OLD_IMAGES|Stream view types
            replicate a table to several regions|Global tables
            """;

    @TempDir
    private Path folder;

    @Test
    void questions_find_the_section_that_answers_them() throws IOException {
        try (IndexDepot depot = library()) {
            List<String> missed = new ArrayList<>();
            List<Long> times = new ArrayList<>();
            double found = 0;
            double reciprocal = 0;
            List<String> questions = QUESTIONS.lines().toList();
            for (String line : questions) {
                String[] parts = line.split("\\|", -1);
                long start = System.nanoTime();
                int rank = rank(depot.search(Wanted.of(parts[0], 5)), parts[1]);
                times.add(System.nanoTime() - start);
                found += rank > 0 ? 1 : 0;
                reciprocal += rank > 0 ? 1.0 / rank : 0;
                if (rank != 1) {
                    missed.add(line + " at " + rank);
                }
            }
            double recall = found / questions.size();
            double mean = reciprocal / questions.size();
            times.sort(Long::compare);
            report(String.format(
                    Locale.ROOT,
                    "search of pages: %d questions over %d sections, recall at 5 %.2f, mean reciprocal rank %.2f, median %.1f ms",
                    questions.size(),
                    LIBRARY.lines().count(),
                    recall,
                    mean,
                    times.get(times.size() / 2) / 1e6));
            assertThat(recall).as("of %s", missed).isGreaterThanOrEqualTo(0.94);
            assertThat(mean).as("of %s", missed).isGreaterThanOrEqualTo(0.85);
        }
    }

    @Test
    void pages_are_narrowed_by_what_they_belong_to() throws IOException {
        try (IndexDepot depot = library()) {
            assertThat(depot.search(new Wanted("creating", 10, List.of("Amazon Ledger"), List.of(), "")))
                    .isNotEmpty()
                    .allSatisfy(hit -> assertThat(hit.labels()).isEqualTo(new Labels("ledger", "userguide")));
            assertThat(depot.search(
                            new Wanted("creating", 10, List.of("AWS Spark", "vault"), List.of("User Guide"), "")))
                    .extracting(hit -> hit.labels().product())
                    .contains("spark", "vault")
                    .doesNotContain("ledger");
            assertThat(depot.search(new Wanted("creating", 10, List.of(), List.of("API Reference"), "")))
                    .isEmpty();
            assertThat(depot.search(new Wanted("creating", 10, List.of(), List.of(), "docs.amazonaws.cn")))
                    .isEmpty();
            assertThat(depot.search(new Wanted("creating", 1, List.of(), List.of(), "docs.aws.amazon.com")))
                    .hasSize(1);
            assertThat(depot.search(Wanted.of("the", 5))).isEmpty();
            assertThat(depot.search(Wanted.of("-- :: \u0000 \"( AND [", 5))).isEmpty();
        }
    }

    @Test
    void an_excerpt_is_short_and_shows_the_words() throws IOException {
        try (IndexDepot depot = IndexDepot.open(folder.resolve("one"), IndexLimits.DEFAULT, InstantSource.system())) {
            String body = "Filler of no interest. ".repeat(200) + "The lighthouse keeper trims wicks. "
                    + "More that nobody asks. ".repeat(200);
            depot.put(Samples.kept(Samples.key("light"), "x"), Samples.contents("Light", body));
            Hit.Found section = depot.search(Wanted.of("trim a wick", 5))
                    .getFirst()
                    .sections()
                    .getFirst();
            assertThat(section.excerpt()).contains("trims wicks").hasSizeLessThanOrEqualTo(Excerpt.LENGTH);
            assertThat(section.anchor()).isEqualTo("top");
            assertThat(section.path()).containsExactly("Light");
        }
    }

    @Test
    void rankings_are_joined_by_where_each_stands() {
        assertThat(Fusion.of(List.of(List.of("a", "b", "c"), List.of("c", "d", "b")), each -> each))
                .containsExactly("c", "b", "a", "d");
        assertThat(Fusion.of(List.of(List.<String>of(), List.of("x", "y")), each -> each))
                .containsExactly("x", "y");
    }

    @Test
    void names_of_code_are_found_whole_and_in_their_parts() {
        assertThat(NameParts.parts("s3:GetObject")).containsExactly("s3:GetObject", "s3", "GetObject", "Get", "Object");
        assertThat(NameParts.parts("(HTTPSEndpoint),")).containsExactly("HTTPSEndpoint", "HTTPS", "Endpoint");
        assertThat(NameParts.parts("x-amz-acl.")).containsExactly("x-amz-acl", "x", "amz", "acl");
        assertThat(NameParts.parts("...")).isEmpty();
    }

    private IndexDepot library() {
        IndexDepot depot = IndexDepot.open(folder.resolve("library"), IndexLimits.DEFAULT, InstantSource.system());
        Map<String, List<Passage>> pages = new LinkedHashMap<>();
        LIBRARY.lines()
                .map(line -> line.split("\\|", -1))
                .forEach(line -> pages.computeIfAbsent(
                                line[0] + "/latest/userguide/" + line[1], page -> new ArrayList<>())
                        .add(new Passage(
                                line[2].toLowerCase(Locale.ROOT), List.of(line[1], line[2]), line[3], "", "")));
        pages.forEach((name, passages) -> {
            String address = "https://docs.aws.amazon.com/" + name + ".html";
            depot.put(
                    Samples.kept(Key.page(address), name),
                    new Contents(name.substring(name.lastIndexOf('/') + 1), Labels.of(address), passages));
        });
        return depot;
    }

    /** At which place the section stands: each page with its sections in their order. */
    private static int rank(List<Hit> hits, String heading) {
        for (int i = 0; i < hits.size(); i++) {
            if (hits.get(i).sections().stream()
                    .anyMatch(section -> section.path().contains(heading))) {
                return hits.get(i).sections().getFirst().path().contains(heading) ? i + 1 : Math.min(5, i + 2);
            }
        }
        return 0;
    }

    private static void report(String line) throws IOException {
        Path summary = Files.createDirectories(Path.of("target/summary"));
        Files.writeString(summary.resolve("search-of-pages"), line + "\n");
    }
}
