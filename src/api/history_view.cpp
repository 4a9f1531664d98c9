#include <cent/history_view.hpp>
#include <utility>

#include "api/channels_rows.hpp"
#include "api/instantiate.hpp"

#include "api/row_macros.hpp"

namespace cent {
namespace detail {
namespace {

struct HistoryTexts {
  std::vector<PublicationView> publications{};
  std::uint64_t offset = 0;
  std::string epoch{};
};

template <class T>
void decode_part(std::string_view text, T& value) {
  if (text.empty()) return;
  JsonReader in{text};
  decode(in, value);
}

}  // namespace

template <>
struct Row<PublicationView> {
  using T = PublicationView;
  static constexpr std::tuple fields{F(data), F(info), F(offset), F(tags), F(uid)};
};
template <>
struct Row<HistoryTexts> {
  using T = HistoryTexts;
  static constexpr std::tuple fields{R(publications), F(offset), F(epoch)};
};

template <>
Effect encode_params(const HistoryViewRequest& request, std::string& out) {
  return encode_params(static_cast<const HistoryRequest&>(request), out);
}
template <>
Effect encode_params(const HistoryViewRequest& request, Params& out) {
  return encode_params(static_cast<const HistoryRequest&>(request), out);
}
template <>
void CommandBuffer::push(const HistoryViewRequest& request) {
  push(static_cast<const HistoryRequest&>(request));
}
template <>
void decode_result(std::string_view text, HistoryView& result) {
  result = HistoryView{text};
}
template CENT_EXPORT Effect encode_erased<HistoryViewRequest>(const void*, Params&);
template CENT_EXPORT std::shared_ptr<const CentException> read_result(std::string_view, HistoryView&,
                                                                      const CallFacts&) noexcept;
template CENT_EXPORT std::shared_ptr<const CentException> read_erased<HistoryView>(std::string_view, void*,
                                                                                   const CallFacts&) noexcept;

}  // namespace detail

void HistoryView::read(std::string_view result) {
  text_ = std::make_shared<const std::string>(result);
  detail::HistoryTexts texts;
  try {
    detail::JsonReader in{*text_};
    decode(in, texts);
    in.finish();
  } catch (const detail::TextError& error) {
    detail::throw_unreadable_result(error.message());
  }
  const auto drop_null = [](std::string_view& text) {
    if (text == "null") text = {};
  };
  for (PublicationView& publication : texts.publications) {
    drop_null(publication.info);
    drop_null(publication.tags);
    drop_null(publication.uid);
  }
  publications_ = std::move(texts.publications);
  position_ = {texts.offset, std::move(texts.epoch)};
}

Publication PublicationView::copy() const {
  Publication publication;
  publication.offset = offset;
  try {
    detail::decode_part(data, publication.data);
    if (!info.empty()) detail::decode_part(info, publication.info.emplace());
    detail::decode_part(tags, publication.tags);
    detail::decode_part(uid, publication.uid);
  } catch (const detail::TextError& error) {
    detail::throw_unreadable_result(error.message());
  }
  return publication;
}

}  // namespace cent

#include "api/row_macros.hpp"
