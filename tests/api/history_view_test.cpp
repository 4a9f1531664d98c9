// A HistoryView says the same as a HistoryResult, and owns what it shows.
#include <cent/history_view.hpp>

#include <gtest/gtest.h>
#include <cent/async_client.hpp>
#include <cent/batch.hpp>
#include <cent/client.hpp>
#include <cent/command.hpp>
#include <cent/errors.hpp>
#include <cent/history_pages.hpp>
#include <cent/values.hpp>

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cent::test {
namespace {

const std::vector<std::string> kResults = {
    R"({"publications":[],"offset":0,"epoch":""})",
    R"({"publications":[{"data":{"n":1},"offset":1},{"data":[2, 3],"offset":2}],"offset":2,"epoch":"xyz"})",
    R"({"publications":[{"data":null,"offset":1},{"offset":2},{}],"epoch":"a\"b","offset":18446744073709551615})",
    R"({"publications":[{"data":"é\u00e9\n","info":{"user":"u","client":"c","conn_info":{"a":1},"chan_info":[]}}]})",
    R"({"publications":[{"data":1,"info":null,"tags":null,"uid":"v2"},{"data":1,"tags":{"a":"b","c":"\""}}]})",
    R"( { "new" : [1, {"publications": 2}], "publications" : [ { "x": {}, "data" : { "a" : "}" } , "offset" : 7 } ] } )",
    R"({"publications":null})",
    R"({"publications":[{"data":1}],"publications":[{"data":2},{"data":3}]})",
};

const std::vector<std::string> kFaults = {
    "",
    "{}",
    "[]",
    "null",
    R"({"publications":{}})",
    R"({"publications":[5]})",
    R"({"publications":[null]})",
    R"({"publications":[{"data":1},{"data":2,"offset":-3}]})",
    R"({"publications":[{"data":1}],"offset":"1"})",
    R"({"publications":[{"data":1}],"epoch":1})",
    R"({"publications":[{"data":1})",
    R"({"publications":[{"data":tru}]})",
    R"({"publications":[]} x)",
};

/// Parts of a publication that a view examines only when they are copied.
const std::vector<std::string> kLateFaults = {
    R"({"publications":[{"data":1,"info":{"user":1}}]})",
    R"({"publications":[{"data":1,"info":{"user":"u",}}]})",
    R"({"publications":[{"data":1,"info":[]}]})",
    R"({"publications":[{"data":1,"tags":{"a":1}}]})",
    R"({"publications":[{"data":1,"uid":7}]})",
};

std::optional<std::string> fault(const std::string& text, bool as_view) {
  try {
    if (as_view) {
      static_cast<void>(HistoryView{text});
    } else {
      static_cast<void>(parse_result<HistoryResult>(text));
    }
    return std::nullopt;
  } catch (const RequestException& error) {
    return error.what();
  }
}

HistoryResult copied(const HistoryView& view) {
  HistoryResult result;
  result.offset = view.position().offset;
  result.epoch = view.position().epoch;
  for (const PublicationView& publication : view) result.publications.push_back(publication.copy());
  return result;
}

TEST(HistoryView, SaysWhatAHistoryResultSays) {
  for (const std::string& text : kResults) {
    EXPECT_TRUE(copied(HistoryView{text}) == parse_result<HistoryResult>(text)) << text;
  }
}

TEST(HistoryView, RefusesWhatAHistoryResultRefuses) {
  for (const std::string& text : kFaults) {
    EXPECT_TRUE(fault(text, true)) << text;
    EXPECT_EQ(fault(text, true), fault(text, false)) << text;
  }
}

void expect_late_fault(const std::string& text, std::string_view data) {
  EXPECT_TRUE(fault(text, false)) << text;
  const HistoryView view{text};
  EXPECT_EQ(view[0].data, data);
  EXPECT_THROW(static_cast<void>(view[0].copy()), RequestException) << text;
}

TEST(HistoryView, ExaminesInfoAndTagsWhenTheyAreCopied) {
  for (const std::string& text : kLateFaults) expect_late_fault(text, "1");
}

TEST(HistoryView, ExaminesPayloadsWhenTheyAreCopied) {
  for (const std::string data : {R"({"a":tru})", "[1}"}) {
    expect_late_fault(R"({"publications":[{"data":)" + data + "}]}", data);
  }
}

TEST(HistoryView, ShowsTheTextsAsTheyCame) {
  const HistoryView view{kResults[3]};
  ASSERT_EQ(view.size(), 1U);
  EXPECT_EQ(view[0].data, R"("é\u00e9\n")");
  EXPECT_EQ(view[0].info, R"({"user":"u","client":"c","conn_info":{"a":1},"chan_info":[]})");
  EXPECT_TRUE(view[0].tags.empty());
  EXPECT_TRUE(HistoryView{kResults[4]}[0].info.empty()) << "null is none";
}

TEST(HistoryView, OwnsWhatItShowsAlsoWhenMovedAndCopied) {
  HistoryView kept;
  HistoryView copy;
  {
    const std::string text = R"({"publications":[{"data":1,"offset":7}]})";
    HistoryView first{text};
    copy = first;
    kept = std::move(first);
  }
  EXPECT_EQ(kept[0].data, "1");
  kept = HistoryView{};
  EXPECT_TRUE(kept.empty());
  EXPECT_EQ(copy[0].data, "1") << "a copy shares the memory";
  const Publication publication = copy[0].copy();
  copy = HistoryView{};
  EXPECT_EQ(publication.data.text(), "1");
}

/// Answers each request, which must contain `wanted`, with the second of kResults.
std::shared_ptr<Transport> answering_requests_with(const std::string& wanted) {
  return make_transport([wanted](const HttpRequest& request) {
    const bool is_batch = request.body.find("commands") != std::string_view::npos;
    EXPECT_NE(request.body.find(wanted), std::string_view::npos) << request.body;
    HttpResponse response;
    response.status = 200;
    response.body =
        is_batch ? R"({"replies":[{"history":)" + kResults[1] + "}]}" : R"({"result":)" + kResults[1] + "}";
    return response;
  });
}

TEST(HistoryView, IsTheResultOfItsRequestWithBothClientsAndInBatches) {
  const auto transport = answering_requests_with(R"({"channel":"news","limit":5})");
  const HistoryViewRequest request{{"news", 5}};
  ClientOptions options;
  options.transport = transport;
  Client client{"http://centrifugo", options};
  EXPECT_EQ(client.call(request)[1].data, "[2, 3]");
  EXPECT_EQ(client.call(request, no_throw).value().position().epoch, "xyz");
  Batch batch;
  const auto ticket = batch.call(request);
  const Replies replies = client.send(batch);
  EXPECT_EQ(replies[ticket].value().size(), 2U);
  AsyncClientOptions async_options;
  async_options.transport = transport;
  AsyncClient async{"http://centrifugo", async_options};
  EXPECT_EQ(async.call(request).get()[0].offset, 1U);
  std::promise<HistoryView> called;
  async.call(request, [&called](Reply<HistoryView> reply) { called.set_value(std::move(reply).value()); });
  EXPECT_EQ(called.get_future().get()[1].data, "[2, 3]");
}

template <class Pages>
std::size_t count(Pages pages) {
  std::size_t count = 0;
  for (const auto& page : pages) count += page.publications.size();
  EXPECT_EQ(pages.position().offset, 2U);
  EXPECT_EQ(pages.position().epoch, "xyz");
  return count;
}

TEST(HistoryView, IsAPageOfAHistoryWithBothClients) {
  const auto transport = answering_requests_with(R"("channel":"news")");
  ClientOptions options;
  options.transport = transport;
  Client client{"http://centrifugo", options};
  AsyncClientOptions async_options;
  async_options.transport = transport;
  AsyncClient async{"http://centrifugo", async_options};
  EXPECT_EQ(count(history_view_pages(client, "news")), 2U);
  EXPECT_EQ(count(history_view_pages(async, "news")), 2U);
  EXPECT_EQ(count(history_pages(client, "news")), 2U);
  EXPECT_EQ(count(history_pages(async, "news")), 2U);
}

}  // namespace
}  // namespace cent::test
