#include "publications.hpp"

#include <cent/values.hpp>

#include <cstdint>

#include "terminal.hpp"

namespace cent::cli {

std::string publication_json(const Publication& publication, const std::string& channel) {
  std::string line = channel.empty() ? "{" : R"({"channel":)" + Json::of(channel).text() + ',';
  line += R"("offset":)" + std::to_string(publication.offset);
  if (publication.data.has_value()) line += R"(,"data":)" + publication.data.text();
  if (!publication.tags.empty()) line += R"(,"tags":)" + Json::of(publication.tags).text();
  if (publication.info) line += R"(,"info":)" + to_json(*publication.info).text();
  return line + "}";
}

std::string gap_text(const HistoryPage& page) {
  const std::uint64_t first =
      page.publications.empty() ? page.position.offset + 1 : page.publications.front().offset;
  switch (page.gap) {
    case HistoryGap::none:
      return {};
    case HistoryGap::trimmed:
      return std::to_string(page.missing) + " publications before offset " + std::to_string(first) +
             " are no longer kept";
    case HistoryGap::restarted:
      return "the history was lost and began again, with epoch " + printable(page.position.epoch);
    case HistoryGap::rewound:
      break;
  }
  return "the history was lost and began again with the same epoch, or the position is of another channel";
}

}  // namespace cent::cli
