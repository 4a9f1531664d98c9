#include "age_question.hpp"

#include <algorithm>
#include <cent/errors.hpp>

#include "value.hpp"

namespace cent::testing::kit {
namespace {

/// A client considers repeating a command that has a key or a version.
bool may_be_repeated(const SeenCommand& command) {
  const Value params = parse_value(command.params.text());
  return params.members.count("idempotency_key") != 0 || params.members.count("version") != 0;
}

/// True also for a broadcast with failed channels.
bool is_doubtful(const SeenCommand& command, const Reply& reply) {
  if (reply.code != 0) return reply.code == ErrorCode::kInternal;
  return command.method == "broadcast" && reply.result.find("\"error\"") != std::string::npos;
}

}  // namespace

void AgeQuestion::lost(const Unpacked& request) {
  if (std::any_of(request.commands.begin(), request.commands.end(), may_be_repeated)) ++allowed_;
}

void AgeQuestion::answered(const Unpacked& request, const std::vector<Reply>& replies) {
  for (std::size_t i = 0; i < replies.size(); ++i) {
    if (is_doubtful(request.commands[i], replies[i]) && may_be_repeated(request.commands[i])) {
      ++allowed_;
      return;
    }
  }
}

bool AgeQuestion::take(const Unpacked& request) {
  const bool asks = request.packing != Packing::batch && request.commands.size() == 1 &&
                    request.commands.front().method == "info";
  if (!asks || allowed_ == 0) return false;
  --allowed_;
  return true;
}

Reply AgeQuestion::reply() {
  return {R"({"nodes":[{"uid":"fake","name":"fake","version":"6.9.1 OSS","num_clients":0,"num_users":0,)"
          R"("num_channels":0,"num_subs":0}]})",
          0,
          {}};
}

}  // namespace cent::testing::kit
