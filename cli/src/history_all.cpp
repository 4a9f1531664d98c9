// `cent history CHANNEL --all`.
#include "subcommands.hpp"

namespace cent::cli {

void extend_history(MethodCommand&, Context&) {}

}  // namespace cent::cli
