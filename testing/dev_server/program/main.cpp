#include <exception>
#include <iostream>
#include <stdexcept>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "dev_command.hpp"

int main(int count, char** values) {
  CLI::App app(
      "cent-dev-server: a Centrifugo server API in memory, on loopback, for development and tests only.");
  cent::testing::DevServerArguments arguments;
  add_dev_server_options(app, arguments);
  try {
    app.parse(count, values);
    run_dev_server(arguments);
    return 0;
  } catch (const CLI::Success& asked_for_help) {
    return app.exit(asked_for_help);
  } catch (const CLI::ParseError& error) {
    std::cerr << "cent-dev-server: " << error.what() << "\nRun with --help for more information.\n";
    return 2;
  } catch (const std::invalid_argument& error) {
    std::cerr << "cent-dev-server: " << error.what() << '\n';
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "cent-dev-server: " << error.what() << '\n';
    return 1;
  }
}
