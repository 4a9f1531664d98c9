#include "head.hpp"

namespace cent::testing::dev {

const std::string_view kLivePage = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>cent dev server</title>
<style>
body { font: 16px/1.4 sans-serif; margin: 2em auto; max-width: 50em; padding: 0 1em; }
pre { background: #f4f4f4; margin: .3em 0; overflow-x: auto; padding: .4em .6em; }
input { font: inherit; }
</style>
</head>
<body>
<h1>Live publications</h1>
<p>cent's dev server, for development only. Nothing is kept.</p>
<form><label>Channel <input name="channel" value="news" required></label> <button>Watch</button></form>
<p id="state" role="status"></p>
<div id="log"></div>
<script>
const state = document.getElementById('state'), log = document.getElementById('log');
const query = new URLSearchParams(location.search), channel = query.get('channel');
function line(text) {
  const pre = document.createElement('pre');
  pre.textContent = text;
  log.prepend(pre);
  while (log.children.length > 200) log.lastChild.remove();
}
if (channel) {
  document.querySelector('input').value = channel;
  // A v3 server asks for a token: ?channel=NAME&token=TOKEN.
  const connect = JSON.stringify({subs: {[channel]: {}}, token: query.get('token') || ''});
  const source = new EventSource('/connection/uni_sse?cf_protocol_version=v2&cf_connect=' +
                                 encodeURIComponent(connect));
  source.onopen = () => { state.textContent = 'Watching ' + channel; };
  source.onerror = () => {
    state.textContent = source.readyState === EventSource.CLOSED
        ? 'This server has no such endpoint; v3 and later have it' : 'The connection is lost, trying again';
  };
  source.onmessage = event => {
    const frame = JSON.parse(event.data);
    if (frame.disconnect) {
      source.close();
      state.textContent = 'Disconnected: ' + frame.disconnect.reason;
    } else if (frame.channel) {
      line(event.data);
    }
  };
}
</script>
</body>
</html>
)html";

}  // namespace cent::testing::dev
