#pragma once
#include <cent/history_pages.hpp>
#include <string>

namespace cent::cli {

/// A publication as one line of JSON, also one with invalid text, which servers keep and to_json() refuses.
/// @param channel Its first member; empty: there is none.
[[nodiscard]] std::string publication_json(const Publication& publication, const std::string& channel = {});

/// The gap before the publications of a page, for people. Empty if nothing is missing.
[[nodiscard]] std::string gap_text(const HistoryPage& page);

}  // namespace cent::cli
