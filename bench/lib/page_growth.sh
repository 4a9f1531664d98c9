# Sourced by page.sh: how the cost grows, with the plots.

# grew COMPARISON FROM TO COLUMN: the cost of one at TO against that at FROM, paired.
grew() { ratios growth.txt "growth.$1" "$3" "$2" "$4" | spread; }
# cost COMPARISON SIZE: CPU µs.
cost() { readable "$(medians_of growth.txt "growth.$1" "$2" 5)"; }
# bend COMPARISON: the first size whose cost is within 1.5 times the least.
bend() {
  awk -v c="growth.$1" '$1 == c { n[$2]++; if (!($2 in least) || $5 < least[$2]) least[$2] = $5 }
    END { for (x in least) if (best == "" || least[x] < best) best = least[x]
          for (x in least) if (least[x] <= 1.5 * best && (at == "" || x + 0 < at + 0)) at = x
          print at }' growth.txt
}
shown() { printf '%s\n\n![%s](%s.svg)\n\n' "$2" "$3" "$1"; }

growth_section() {
  [ -s growth.txt ] || return
  local most
  echo
  echo '## How the cost grows'
  echo
  echo 'On the counting server, client and server on one core, keys off; the cost is for one command or publish. Wall time has the'
  echo 'server'"'"'s part in it. Both axes are logarithmic: a flat line is a cost that does not grow.'
  echo
  echo '| what | number to reach | measured | |'
  echo '| --- | --- | --- | --- |'
  row 'CPU a command, 1,000,000 in one Batch against 1,000' '≤ 1.1' "$(grew commands_batch 1000 1000000 5)"
  row '… wall time' '–' "$(grew commands_batch 1000 1000000 4)"
  row 'CPU a command, 1,000,000 by AsyncClient at once against 1,000' '≤ 1.1' "$(grew commands_async 1000 1000000 5)"
  row '… wall time' '–' "$(grew commands_async 1000 1000000 4)"
  row 'CPU a byte of payload, 10 MB against 100 KB' '–' "$(grew payload 100000 10000000 5 | awk 'NF { printf "%.3f", $1 / 100 }')"
  row 'CPU a publish, 1,000,000 distinct channels against 1,000' '–' "$(grew channels 1000 1000000 5)"
  row 'CPU a publish, 1,000 clients in turn against one' '–' "$(grew clients 1 1000 5)"
  row 'CPU a publish, 1,000,000 waiting against 1,000' '–' "$(grew depth 1000 1000000 5)"
  echo
  shown commands "**Commands.** A request costs the same however little is in it, so the line falls until that is spread: within 1.5 times the least
from $(bend commands_batch) commands in a Batch and $(bend commands_async) at once in AsyncClient, which sends 500 in one request at most. A Batch's body and replies are
each one piece of memory: beyond some 10,000 commands they no longer fit a processor's caches, and new pages have to be made." \
    'cost of a command as their number grows'
  shown payload "**Payload.** Up to some 10,000 bytes a publish costs what a request costs; from there each byte is checked, copied and sent, and the
line rises with the bytes: $(cost payload 10) µs with 10 bytes, $(cost payload 100000) µs with 100,000, $(cost payload 10000000) µs with 10,000,000. From a megabyte on its
copies are larger than the caches and are made of new pages, which the kernel clears first: a byte costs more there." 'cost of a publish as its payload grows'
  shown channels "**Channels.** The client keeps no state for a channel: its name decides the lane by a hash. What grows is the memory that names are read from." \
    'cost of a publish as the channels grow'
  shown clients "**Clients.** A client is used more seldom the more there are: its connection, its handle and their memory are colder. AsyncClients gather
less the fewer commands each of them gets: at 1,000 of them ten commands each, mostly one request for each client's first command and
one for the rest. One AsyncClient shared by all is what to use." 'cost of a publish as the clients grow'
  shown depth "**Waiting commands.** With one command without an outcome at a time, each is a request of its own; with more, they leave together. Within 1.5
times the least from $(bend depth) on. A longer queue makes no publish dearer, but each waits longer: depth times the wall time of one." 'cost of a publish as more of them wait'
}
