// The lines of standard input: how they are read, which of them are done, and the file that keeps that.
#include <gtest/gtest.h>

#include <cent/errors.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "cli/src/checkpoint.hpp"
#include "cli/src/csv_record.hpp"
#include "cli/src/input_records.hpp"
#include "cli/src/sent_lines.hpp"
#include "json/text_error.hpp"
#include "support/test_folder.hpp"

namespace cent::test {
namespace {

using cli::InputForm;
using Texts = std::vector<std::string>;

/// Gives a few bytes at a time, so that lines lie across reads.
cli::LineReader::Source source_of(std::string text, std::size_t step = 3) {
  return [text = std::move(text), step, at = std::size_t{0}](char* buffer, std::size_t size) mutable {
    const std::size_t count = text.copy(buffer, std::min(step, size), at);
    at += count;
    return count;
  };
}

Texts lines_of(const std::string& text, std::size_t max = 100) {
  cli::LineReader reader{source_of(text), max};
  Texts lines;
  for (std::string line; reader.next(line);) lines.push_back(line + (reader.is_cut() ? "|cut" : ""));
  EXPECT_EQ(reader.position().bytes, text.size());
  EXPECT_EQ(reader.position().lines, lines.size());
  return lines;
}

TEST(InputLines, AreSplitAtLineFeeds) {
  EXPECT_EQ(lines_of(""), Texts{});
  EXPECT_EQ(lines_of("\n"), Texts{""});
  EXPECT_EQ(lines_of("one\ntwo\r\n\nthree"), (Texts{"one", "two\r", "", "three"}));
  EXPECT_EQ(lines_of(std::string("a\0b\n", 4)), Texts{std::string("a\0b", 3)});
}

TEST(InputLines, AreCutAtTheLimit) {
  EXPECT_EQ(lines_of("12345\n123456\n1234567890123\nx\n", 5),
            (Texts{"12345", "12345|cut", "12345|cut", "x"}));
}

TEST(InputLines, GoOnAtAPositionOfTheSameInput) {
  cli::LineReader first{source_of("one\ntwo\nthree\n"), 100};
  std::string line;
  ASSERT_TRUE(first.next(line) && first.next(line));
  cli::LineReader second{source_of("one\ntwo\nthree\nfour\n"), 100};
  second.skip_to(first.position());
  EXPECT_TRUE(second.next(line));
  EXPECT_EQ(line, "three");
  EXPECT_EQ(second.position().lines, 3U);
  for (const char* other : {"one\ntwx\nthree\n", "one\n", ""}) {
    cli::LineReader wrong{source_of(other), 100};
    EXPECT_THROW(wrong.skip_to(first.position()), cli::InputFailed) << other;
  }
}

TEST(InputLines, GoOnBehindALineThatHadNoEnd) {
  cli::LineReader first{source_of("one\ntwo"), 100};
  std::string line;
  ASSERT_TRUE(first.next(line) && first.next(line));
  cli::LineReader second{source_of("one\ntwo\nthree\n"), 100};
  second.skip_to(first.position());
  EXPECT_TRUE(second.next(line));
  EXPECT_EQ(line, "three");
}

Texts csv(const std::string& line) {
  cli::CsvRecord record;
  EXPECT_TRUE(record.add(line)) << line;
  return record.fields();
}

TEST(Csv, HasFieldsWithAndWithoutQuotes) {
  EXPECT_EQ(csv("a,b"), (Texts{"a", "b"}));
  EXPECT_EQ(csv("a,,\r"), (Texts{"a", "", ""}));
  EXPECT_EQ(csv(" a , b"), (Texts{" a ", " b"}));
  EXPECT_EQ(csv(R"("a,b","c ""d""","")"), (Texts{"a,b", R"(c "d")", ""}));
  EXPECT_EQ(csv("\"a\"\r"), Texts{"a"});
  EXPECT_EQ(csv(""), Texts{""});
}

TEST(Csv, GoesOnInTheNextLineInsideQuotes) {
  cli::CsvRecord record;
  EXPECT_FALSE(record.add("1,\"two\r"));
  EXPECT_FALSE(record.add(""));
  EXPECT_TRUE(record.add("lines\",3"));
  EXPECT_EQ(record.fields(), (Texts{"1", "two\r\n\nlines", "3"}));
  EXPECT_TRUE(record.add("4"));
  EXPECT_EQ(record.fields(), Texts{"4"});
}

TEST(Csv, RefusesMisplacedQuotes) {
  for (const auto& [line, offset] : std::vector<std::pair<std::string, std::size_t>>{
           {"a\"b\"", 1}, {"\"a\" ,b", 3}, {"\"a\"b", 3}, {"x, \"a\"", 3}}) {
    cli::CsvRecord record;
    try {
      record.add(line);
      ADD_FAILURE() << line;
    } catch (const detail::TextError& error) {
      EXPECT_EQ(error.offset, offset) << line;
    }
    EXPECT_TRUE(record.add("a,b"));
    EXPECT_EQ(record.fields().size(), 2U);
  }
}

/// The payloads, and a bad line as what is said about it.
Texts payloads(const std::string& text, InputForm form) {
  Texts all;
  cli::RecordReader reader{source_of(text), form};
  bool begun = false;
  for (bool more = true; more;) {
    try {
      if (!begun) reader.begin();
      begun = true;
      Json payload;
      more = reader.next(payload);
      if (more) all.push_back(payload.text());
    } catch (const cli::BadInput& bad) {
      all.emplace_back(bad.what());
      if (!begun) break;
    }
  }
  return all;
}

TEST(InputRecords, AreJsonValues) {
  EXPECT_EQ(payloads("\xef\xbb\xbf{\"a\": 1}\r\n\n \t\n[1,\r2]\n\"x\"", InputForm::json),
            (Texts{"{\"a\": 1}", "[1,2]", "\"x\""}));
  EXPECT_EQ(payloads("{\"n\": 1\n2\n\"\xc3\xa9\xc3\xa9\" x\n\"\x1b[2J\xff\"\n", InputForm::json),
            (Texts{"line 1, column 8: the JSON text ends too early: {\"n\": 1", "2",
                   "line 3, column 6: text after the JSON value: \"\xc3\xa9\xc3\xa9\" x",
                   "line 4, column 2: a control character inside a string: \"\\u001b[2J\\xff\""}));
}

TEST(InputRecords, AreTexts) {
  EXPECT_EQ(payloads("a \"b\"\r\n\nc", InputForm::lines), (Texts{"\"a \\\"b\\\"\"", "\"\"", "\"c\""}));
  EXPECT_EQ(payloads("ab\xff\n", InputForm::lines), Texts{"line 1, column 3: invalid UTF-8: ab\\xff"});
}

TEST(InputRecords, AreObjectsOfCommaSeparatedValues) {
  EXPECT_EQ(payloads("id,na\"me\n", InputForm::csv),
            Texts{"line 1, column 6: a quote inside a field without quotes around it: id,na\"me"});
  EXPECT_EQ(payloads("id,\"the \"\"name\"\"\"\n\n1,\"a\nb\"\n2\n3,c", InputForm::csv),
            (Texts{R"({"id":"1","the \"name\"":"a\nb"})",
                   "line 5, column 1: the header has 2 fields, this record has 1: 2",
                   R"({"id":"3","the \"name\"":"c"})"}));
  EXPECT_EQ(payloads("a\n\"x\ny", InputForm::csv),
            Texts{"line 3, column 1: the input ends inside the quotes of a field: "});
  EXPECT_EQ(payloads("a,a\n", InputForm::csv),
            Texts{"line 1, column 1: two columns of the header have the same name: a,a"});
  EXPECT_EQ(payloads("a,\n", InputForm::csv),
            Texts{"line 1, column 1: a column of the header has no name: a,"});
  EXPECT_EQ(payloads("", InputForm::csv), Texts{});
}

TEST(InputRecords, HaveALongestLine) {
  const std::string long_line(cli::RecordReader::kMaxBytes + 1, 'x');
  cli::RecordReader reader{source_of(long_line + "\n1\n", 1U << 16U), InputForm::json};
  Json payload;
  EXPECT_THROW(reader.next(payload), cli::BadInput);
  EXPECT_TRUE(reader.next(payload));
  EXPECT_EQ(payload.text(), "1");
}

cli::InputPosition behind(std::uint64_t lines) { return {lines, lines * 10, lines}; }
CentException error_of(Delivery delivery) {
  ErrorFacts facts;
  facts.cause = "broken";
  facts.delivery = delivery;
  return CentException{facts};
}

TEST(SentLines, AreDoneUpToTheFirstWithoutSuccess) {
  cli::SentLines sent{behind(0), false};
  const auto one = sent.add(behind(1));
  const auto two = sent.add(behind(2));
  const auto three = sent.add(behind(3));
  sent.applied(two);
  EXPECT_EQ(sent.mark().position.lines, 0U);
  EXPECT_NE(sent.mark().first_sent, 0);
  sent.applied(one);
  EXPECT_EQ(sent.mark().position.lines, 2U);
  sent.failed(three, 3, error_of(Delivery::unknown));
  sent.applied(sent.add(behind(4)));
  EXPECT_EQ(sent.mark().position.lines, 2U);
  EXPECT_TRUE(sent.must_stop());
  EXPECT_EQ(sent.take_messages(), Texts{"line 3: broken"});
  EXPECT_EQ(sent.take_messages(), Texts{});
}

TEST(SentLines, GoOnAfterARefusalIfAsked) {
  for (const bool keep_going : {false, true}) {
    cli::SentLines sent{behind(0), keep_going};
    sent.failed(sent.add(behind(1)), 1, error_of(Delivery::refused));
    EXPECT_EQ(sent.must_stop(), !keep_going);
    sent.applied(sent.add(behind(2)));
    EXPECT_EQ(sent.mark().position.lines, keep_going ? 2U : 0U);
    sent.failed(sent.add(behind(3)), 3, error_of(Delivery::not_sent));
    EXPECT_TRUE(sent.must_stop());
  }
}

TEST(CheckpointFile, KeepsWhatIsWritten) {
  const TestFolder folder;
  const std::string file = folder.path("point");
  EXPECT_FALSE(cli::read_checkpoint(file));
  cli::Checkpoint point{"news", "json", "k1", behind(7), 1700000000};
  for (int i = 0; i < 2; ++i) {
    cli::write_checkpoint(file, point);
    const auto read = cli::read_checkpoint(file);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->channel, "news");
    EXPECT_EQ(read->run, "k1");
    EXPECT_EQ(read->position.lines, point.position.lines);
    EXPECT_EQ(read->position.hash, point.position.hash);
    EXPECT_EQ(read->in_doubt_since, 1700000000);
    point.position = behind(9);
  }
  EXPECT_FALSE(std::filesystem::exists(file + ".new"));
}

TEST(CheckpointFile, IsKeptIfTheDiskIsFull) {
  const TestFolder folder;
  const std::string file = folder.path("point");
  cli::write_checkpoint(file, {"news", "json", "k1", behind(7), 0});
  std::filesystem::create_symlink("/dev/full", file + ".new");
  try {
    cli::write_checkpoint(file, {"news", "json", "k1", behind(8), 0});
    ADD_FAILURE();
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("No space left on device"), std::string::npos) << error.what();
  }
  EXPECT_EQ(cli::read_checkpoint(file)->position.lines, 7U);
}

TEST(CheckpointFile, IsNoOtherFile) {
  const TestFolder folder;
  const std::string file = folder.path("point");
  for (const char* text : {"", "hello\n", "{}", "{\"run\":7}", "{\"run\":\"k\",\"more\":1}"}) {
    std::ofstream{file} << text;
    EXPECT_THROW(static_cast<void>(cli::read_checkpoint(file)), UsageError) << text;
  }
  EXPECT_THROW(static_cast<void>(cli::read_checkpoint("/dev/full")), UsageError);
  EXPECT_THROW(cli::write_checkpoint(folder.path("none/point"), {}), std::runtime_error);
}

}  // namespace
}  // namespace cent::test
