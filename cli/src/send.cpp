#include "send.hpp"

#include <cent/client.hpp>

namespace cent::cli {

ExitCode send(const Command& command, Judge judge, Context& context) {
  Client client{context.connection.addresses(), context.connection.options<ClientOptions>()};
  const Json result = client.call(command);
  const ExitCode code = judge(result.text());
  try {
    context.output.value(result.text());
  } catch (const OutputFailed&) {
    context.err << "cent: " << command.method << " was applied\n";
    throw;
  } catch (const OutputClosed&) {  // nobody reads the result
  }
  return code;
}

}  // namespace cent::cli
