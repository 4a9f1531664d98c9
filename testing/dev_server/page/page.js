'use strict';
// The page of cent's dev server. All texts of others enter the page as text nodes.

const kMostPublications = 500;
const kMostCalls = 200;
const at = id => document.getElementById(id);
const pageKey = document.body.dataset.key;
let server = null;   // the event `hello`
let source = null;   // the event stream
let watched = '';    // channel
let refused = false; // the watched channel has no namespace
let seen = {count: 0, last: ''};

function make(name, text, className) {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
}

/// Characters that are invisible or turn the direction of writing round, as escapes.
function visible(text) {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
                      c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
}

function clock(milliseconds) {
  const two = number => String(number).padStart(2, '0');
  const time = new Date(milliseconds);
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}` +
         `.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

function bytes(count) {
  if (count < 1024) return `${count} B`;
  return count < 1024 * 1024 ? `${(count / 1024).toFixed(1)} KiB` : `${(count / 1024 / 1024).toFixed(1)} MiB`;
}

function fault(text) {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    return error.message;
  }
}

/// JSON with line breaks. Its tokens stay as they are, numbers too: JSON.parse would round large ones.
function pretty(text) {
  const tokens = text.match(/"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g) || [];
  let out = '', depth = 0;
  const line = () => '\n' + '  '.repeat(depth);
  tokens.forEach((token, i) => {
    const next = tokens[i + 1], closes = token === '}' || token === ']';
    if (token === '{' || token === '[') {
      ++depth;
      out += token + (next === '}' || next === ']' ? '' : line());
    } else if (closes) {
      --depth;
      const previous = tokens[i - 1];
      out += (previous === '{' || previous === '[' ? '' : line()) + token;
    } else if (token === ',') {
      out += token + line();
    } else {
      out += token === ':' ? ': ' : visible(token);
    }
  });
  return out;
}

// ---- Publications and calls, drawn in groups, since many may come at once

let waiting = [];
function later(draw) {
  if (waiting.length === 0) setTimeout(drawWaiting, 50);
  waiting.push(draw);
  if (waiting.length > 2 * kMostPublications) waiting.splice(0, kMostPublications);
}
function drawWaiting() {
  const all = waiting;
  waiting = [];
  for (const draw of all) draw();
  say();
}

function addPublication(publication) {
  const item = make('li', undefined, publication.before ? '' : 'new'), details = make('details');
  const summary = make('summary'), time = make('time', clock(publication.time));
  time.dateTime = new Date(publication.time).toISOString();
  summary.append(time, make('span', publication.offset ? `#${publication.offset}` : 'no offset', 'muted'),
                 make('span', bytes(publication.size), 'muted'));
  if (publication.before) summary.append(make('span', 'before', 'muted'));
  if (publication.key) summary.append(make('span', 'key ' + visible(publication.key)));
  if (publication.removed) summary.append(make('span', 'removed'));
  const json = !publication.cut && fault(publication.data) === '';
  summary.append(make('code', visible(publication.data.slice(0, 300))));
  details.append(summary);
  details.addEventListener('toggle', () => {
    if (!details.open || details.querySelector('pre')) return;
    details.append(make('pre', json ? pretty(publication.data) : visible(publication.data)));
    if (publication.cut) details.append(make('p', 'Only the beginning is shown.', 'muted'));
    if (!json && !publication.cut && !publication.removed) details.append(make('p', 'This is not JSON.', 'bad'));
    for (const [name, value] of Object.entries(publication.tags || {})) {
      details.append(make('p', `tag ${visible(name)}: ${visible(value)}`, 'muted'));
    }
  });
  item.append(details);
  const list = at('publications');
  list.prepend(item);
  while (list.children.length > kMostPublications) list.lastChild.remove();
  if (!publication.before) setTimeout(() => { item.className = ''; }, 1500);
  ++seen.count;
  seen.last = clock(publication.time);
}

/// One sentence about the watched channel, for those who cannot see the list move.
function say() {
  if (!watched || refused) return;
  at('watch-state').textContent = seen.count === 0
      ? 'Watching. No publications yet.'
      : `Watching. ${seen.count} publication${seen.count === 1 ? '' : 's'}, the last one at ${seen.last}.`;
}

function addCall(call) {
  at('calls').hidden = false;
  at('no-calls').hidden = true;
  const row = make('tr'), good = call.error === 0 && call.status === 200;
  let outcome = `ok ${call.outcome}`;
  if (call.status === 0) outcome = 'no answer';
  else if (call.status !== 200) outcome = `HTTP ${call.status}`;
  else if (call.error !== 0) outcome = `error ${call.error}: ${call.outcome}`;
  const time = make('td');
  time.append(make('time', clock(call.time)));
  const shown = make('td', undefined, good ? 'good' : 'bad');
  shown.append(make('code', visible(outcome)));
  row.append(time, make('td', visible(call.name)), make('td', visible(call.subject)), shown);
  const body = at('calls').tBodies[0];
  body.prepend(row);
  while (body.rows.length > kMostCalls) body.lastChild.remove();
}

// ---- Channels and presence

const rows = new Map();  // by channel; kept, so that none loses the focus
function drawState(state) {
  const body = at('channels').tBodies[0];
  const names = new Set(state.channels.map(one => one.channel));
  for (const [name, row] of rows) {
    if (names.has(name)) continue;
    row.remove();
    rows.delete(name);
  }
  state.channels.forEach((one, place) => {
    let row = rows.get(one.channel);
    if (!row) {
      row = make('tr');
      const name = make('button', visible(one.channel), 'name'), cell = make('td');
      name.type = 'button';
      name.addEventListener('click', () => watch(one.channel));
      cell.append(name);
      row.append(cell, make('td', '', 'number'), make('td', '', 'number'), make('td', '', 'number'));
      rows.set(one.channel, row);
    }
    [one.subscribers, one.kept, one.offset].forEach((number, i) => { row.cells[i + 1].textContent = number; });
    row.querySelector('button').setAttribute('aria-current', one.channel === watched);
    if (body.rows[place] !== row) body.insertBefore(row, body.rows[place] || null);
  });
  const more = state.count - state.channels.length;
  at('channel-count').textContent = state.count + (more > 0 ? `, the first ${state.channels.length} are shown` : '');
  at('no-channels').hidden = state.count > 0;
  at('channels').hidden = state.count === 0;
  drawPresence(state.presence);
}

function drawPresence(clients) {
  at('presence').replaceChildren(...(clients || []).map(client => {
    const item = make('li', client.user ? visible(client.user) : 'anonymous');
    item.append(' ', make('code', client.client, 'muted'));
    return item;
  }));
  at('presence-count').textContent = clients ? clients.length : '';
  let text = '';
  if (!watched || refused) text = 'Choose a channel to watch.';
  else if (!clients) text = 'Presence is off for this channel.';
  else if (clients.length === 0) text = 'Nobody is subscribed. This page only looks on.';
  at('presence-state').textContent = text;
}

// ---- The event stream

function namespaceHint(channel) {
  const name = channel.replace(/^\$/, '').split(':')[0];
  return `There is no namespace “${visible(name)}” (error 102). ` +
         `Start the dev server with --namespace ${visible(name)} or --any-namespace.`;
}

function connect() {
  if (source) source.close();
  source = new EventSource(`/page/feed?key=${pageKey}&channel=${encodeURIComponent(watched)}`);
  source.onerror = () => {
    const ended = source.readyState === EventSource.CLOSED;
    at('connection').textContent = ended ? 'The server was started again. Reload this page.' : 'Connection lost, trying again';
    at('connection').classList.add('lost');
  };
  const on = (name, take) => source.addEventListener(name, event => take(JSON.parse(event.data)));
  on('hello', hello => {
    server = hello;
    waiting = [];
    refused = false;
    seen = {count: 0, last: ''};
    at('publications').replaceChildren();
    at('server').textContent = `Centrifugo ${hello.version} in memory at ${location.origin}`;
    at('connection').textContent = 'Connected';
    at('connection').classList.remove('lost');
    say();
    drawLines();
  });
  on('unknown_channel', () => {
    refused = true;
    at('watch-state').textContent = namespaceHint(watched);
  });
  on('publication', publication => later(() => addPublication(publication)));
  on('call', call => later(() => addCall(call)));
  on('state', drawState);
  on('left_out', count => {
    at('left-out').textContent = `Too many at once: ${count} publications and calls were left out.`;
  });
}

function watch(channel) {
  watched = channel;
  at('watched').textContent = visible(channel);
  at('watch-channel').value = channel;
  at('publish-channel').value = channel;
  history.replaceState(null, '', channel ? '?channel=' + encodeURIComponent(channel) : '/');
  if (channel) at('watch-state').textContent = 'Connecting';
  checkChannel();
  connect();
}

// ---- Publishing

function quoted(text) {
  return /^[\w.:@%+,/-]+$/.test(text) ? text : `'${text.replaceAll('\'', '\'\\\'\'')}'`;
}

/// The request that publishes, in the form of the server's generation. The data stays as it was typed.
function request(modern) {
  const params = `{"channel":${JSON.stringify(at('publish-channel').value)},"data":${at('publish-data').value.trim()}}`;
  return modern ? params : `{"method":"publish","params":${params}}`;
}

/// The key of a server is in these lines only if it is the dev server's default.
function drawLines() {
  const good = at('publish-channel').value !== '' && fault(at('publish-data').value) === '';
  at('lines').hidden = !good || !server;
  if (at('lines').hidden) return;
  const channel = quoted(at('publish-channel').value), data = quoted(at('publish-data').value.trim());
  const apart = /^-/.test(channel) || /^-/.test(data) ? '-- ' : '';
  const key = server.api_key && !server.insecure ? `CENT_API_KEY=${server.api_key} ` : '';
  at('cent-line').textContent = `CENT_URL=${location.origin} ${key}cent publish ${apart}${channel} ${data}`;
  const modern = server.generation >= 5, header = modern ? 'X-API-Key: ' : 'Authorization: apikey ';
  const shown = server.api_key ? quoted(header + server.api_key) : `"${header}$CENT_API_KEY"`;
  at('curl-line').textContent = 'curl ' + (server.insecure ? '' : `-H ${shown} `) + `-d ${quoted(request(modern))} ` +
                                location.origin + server.prefix + (modern ? '/publish' : '');
}

function check(input, message, text) {
  input.setAttribute('aria-invalid', text !== '');
  message.textContent = text;
  message.hidden = text === '';
  drawLines();
  return text === '';
}
function checkChannel() {
  const channel = at('publish-channel');
  return check(channel, at('channel-fault'), channel.value === '' ? 'A channel is needed.' : '');
}
function checkData() {
  const text = fault(at('publish-data').value);
  return check(at('publish-data'), at('data-fault'), text && `Not JSON: ${text}`);
}

async function publish(event) {
  event.preventDefault();
  const good = [checkChannel(), checkData()];
  if (good.includes(false)) return at(good[0] ? 'publish-data' : 'publish-channel').focus();
  const channel = at('publish-channel').value;
  let said;
  try {
    const answer = await fetch(server.prefix, {
      method: 'POST', headers: {Authorization: `apikey ${pageKey}`, 'Content-Type': 'application/json'}, body: request(false)
    });
    const text = await answer.text();
    if (answer.status !== 200) {
      said = `Not published: HTTP ${answer.status}`;
    } else {
      const {error, result} = JSON.parse(text);
      if (error) {
        said = `Not published: error ${error.code}, ${error.message}. ${error.code === 102 ? namespaceHint(channel) : ''}`;
      } else {
        said = `Published to ${visible(channel)}` + (result && result.offset ? ` at offset ${result.offset}.` : '.');
      }
    }
  } catch (error) {
    said = 'No answer: it may or may not be published.';
  }
  at('publish-state').textContent = said;
  at('publish-state').className = said.startsWith('Published') ? 'good' : 'bad';
}

async function copy(event) {
  const line = at(event.currentTarget.dataset.copy);
  try {
    await navigator.clipboard.writeText(line.textContent);
    at('publish-state').textContent = 'Copied.';
  } catch (error) {
    getSelection().selectAllChildren(line);
    at('publish-state').textContent = 'Selected. Copy it with Ctrl+C.';
  }
  at('publish-state').className = '';
}

at('watch').addEventListener('submit', event => {
  event.preventDefault();
  watch(at('watch-channel').value);
});
at('publish').addEventListener('submit', publish);
at('publish-channel').addEventListener('input', checkChannel);
at('publish-data').addEventListener('input', checkData);
at('publish-data').addEventListener('keydown', event => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) at('publish').requestSubmit();
});
for (const button of document.querySelectorAll('[data-copy]')) button.addEventListener('click', copy);
const asked = new URLSearchParams(location.search).get('channel');
if (asked) watch(asked);
else connect();
