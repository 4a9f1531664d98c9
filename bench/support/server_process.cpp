#include "support/server_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

extern char** environ;

namespace cent::bench {

ServerProcess::ServerProcess(bool fixed) {
  int in[2];
  int out[2];
  if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  char program[] = CENT_BENCH_SERVER;
  char option[] = "--fixed";
  char* arguments[] = {program, fixed ? option : nullptr, nullptr};
  const int failed = posix_spawn(&pid_, program, &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  close(in[0]);
  close(out[1]);
  stdin_ = in[1];
  char text[16] = {};
  const bool started = failed == 0 && read(out[0], text, sizeof text - 1) > 0;
  close(out[0]);
  if (!started) throw std::runtime_error("the bench server did not start");
  port_ = std::atoi(text);
}

ServerProcess::~ServerProcess() {
  close(stdin_);
  waitpid(pid_, nullptr, 0);
}

}  // namespace cent::bench
