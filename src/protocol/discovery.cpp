#include "protocol/discovery.hpp"

#include <utility>

namespace cent::detail {

Search::Search(const Commands& commands, Discovery& discovery, WireRequest& request)
    : commands_(commands), discovery_(discovery), request_(request) {
  if (const Dialect* const known = discovery.known()) {
    write(*known, Form::usual);
  } else {
    try_next();
  }
}

void Search::write(const Dialect& dialect, Form form) {
  std::size_t bit = 1;
  for (const auto& entry : discovery_.candidates().entries()) {
    if (entry.dialect == &dialect) tried_ |= bit;
    bit <<= 1U;
  }
  dialect.write(commands_, form, request_);
}

bool Search::try_next() {
  std::size_t bit = 1;
  for (const auto& entry : discovery_.candidates().entries()) {
    if ((tried_ & bit) == 0) {
      write(*entry.dialect, entry.dialect->probe(commands_));
      return true;
    }
    bit <<= 1U;
  }
  return false;
}

bool Search::again(HttpResponse& response) {
  switch (request_.dialect->sign(response.status, commands_, request_.form)) {
    case Sign::answer:
      return false;
    case Sign::other_form:
      write(*request_.dialect, Form::batch);
      return true;
    case Sign::other_dialect:
      return try_next() || end(response);
    case Sign::key_rejected: {
      const Dialect* const dialect = request_.dialect;
      if (dialect == discovery_.known()) return false;
      if (!try_next()) return end(response);
      if (!rejection_) rejection_ = Rejection{std::move(response), dialect};
      return true;
    }
  }
  return false;
}

bool Search::end(HttpResponse& response) {
  if (!rejection_) return false;
  // Servers check the path before the key. So the API of that dialect exists, and the key is wrong.
  discovery_.learn(*rejection_->dialect);
  if (response.status == 404) response = std::move(rejection_->response);
  return false;
}

}  // namespace cent::detail
