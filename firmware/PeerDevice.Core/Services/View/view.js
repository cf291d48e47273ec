// What a browser adds to the page of a collection: upload, new folder, rename, delete, sorting, times of its own zone;
// and to the page of the peer: printing, canceling, a queue that follows. The pages read without it. Names are only ever text (textContent) or one encoded segment of a URL; no markup is made of them.
// One request at a time, so that a board with a single session can serve it. ASCII only: a board counts one octet a character.
'use strict';
(() => {
  const TRIES = 5;
  const RATE_WINDOW = 3000;
  const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

  // Rules, not a style element: the page's policy lets no inline style in but its own.
  const RULES = `
    .bar{display:flex;flex-wrap:wrap;gap:.5em;margin:.5em 0}
    button,.get{font:inherit;min-height:2.2em;border:1px solid #8888;border-radius:.3em;background:#8882;color:inherit;cursor:pointer}
    .act{display:flex;gap:.2em;justify-content:flex-end}
    .act>*{min-width:2.2em;padding:0;text-align:center;text-decoration:none;line-height:2}
    th button{border:0;background:none;padding:0;font-weight:bold}
    dialog{max-width:min(30em,90vw);box-sizing:border-box;overflow-wrap:anywhere;border:1px solid #8888;border-radius:.5em}
    dialog input{font:inherit;width:100%;box-sizing:border-box}
    .up{list-style:none;padding:0}
    .up li{padding:.3em 0;display:flex;flex-wrap:wrap;gap:.3em 1em;align-items:center}
    .up span{unicode-bidi:isolate;min-width:0}
    progress{flex:1 1 6em;min-width:4em}
    .bad{color:#c22}
    .drop{outline:.3em dashed #48c;outline-offset:-.3em;min-height:90vh}
    @media(prefers-color-scheme:dark){.bad{color:#f88}}
    @media(max-width:30em){td,th{padding-left:.5em}}
  `;

  const body = document.body;
  const base = document.baseURI;
  const mayWrite = 'write' in body.dataset;
  const sections = () => [...document.querySelectorAll('section')];
  const isPeer = sections().length > 0;
  const table = isPeer ? null : document.querySelector('table');
  const heads = isPeer ? [] : [...table.tHead.rows[0].cells];
  const collator = new Intl.Collator(undefined, {numeric: true, sensitivity: 'base'});
  const dates = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'short'});
  let entries = [];
  let sortBy = 0;
  let sortDown = false;

  const make = (tag, props, ...children) => {
    const made = Object.assign(document.createElement(tag), props);
    made.append(...children);
    return made;
  };

  const button = (text, onclick, label) => {
    const made = make('button', {type: 'button', textContent: text, onclick});
    if (label) {
      made.title = label;
      made.setAttribute('aria-label', label);
    }
    return made;
  };

  const status = make('p', {role: 'status'});
  const say = (text, isBad) => {
    status.className = isBad ? 'bad' : '';
    status.textContent = text;
  };

  const sizeText = (octets) => {
    let unit = 0;
    for (; octets >= 1024 && unit < UNITS.length - 1; unit++) {
      octets /= 1024;
    }
    return (unit && octets < 100 ? octets.toFixed(1) : Math.floor(octets)) + ' ' + UNITS[unit];
  };

  const urlOf = (path) => base + path.map(encodeURIComponent).join('/');
  const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

  const decode = (octets) => new TextDecoder().decode(octets);

  // Seconds that a 503 asks for (RFC 9110 section 10.2.3), within reason.
  const retryAfter = (value) => Math.min(Math.max(parseInt(value, 10) || 2, 1), 30);

  // What a status means to whoever sits here; the peer's own sentence where it says more.
  const meaning = (code, text, name) => {
    const said = /^[^<]{1,200}$/.test(text.trim()) ? text.trim() : '';
    switch (code) {
      case 0: return 'The connection to the peer broke off.';
      case 207: return 'Not all of it could be changed; what is left is still here.';
      case 400:
      case 403: return /["*:<>?|\\/]|[. ]$/.test(name) ? 'A name here has none of " * : < > ? | \\ / and no dot or blank at its end.' : said || 'That is not allowed here.';
      case 404: return 'It is not there any more.';
      case 405:
      case 412: return 'Something of that name is there already.';
      case 409: return 'The folder it belongs into is not there any more.';
      case 423: return 'Another program has it open or locked. Close it there, or try again later.';
      case 503: return said || 'The peer is busy. Try again in a moment.';
      case 507: return 'There is no room left for it. Delete something first.';
      default: return said || 'The peer answered ' + code + '.';
    }
  };

  // A small request. While the peer is busy it waits as long as it is told to, and asks again.
  const ask = async (method, url, headers, body) => {
    for (let tries = 1; ; tries++) {
      let answer;
      try {
        answer = await fetch(url, {method, headers, body, cache: 'no-store'});
        if (answer.status !== 503 || tries === TRIES) {
          if (tries > 1) {
            say('');
          }
          const octets = await answer.arrayBuffer();
          return {code: answer.status, octets, text: decode(octets)};
        }
      } catch {
        return {code: 0, octets: new ArrayBuffer(0), text: ''};
      }
      const seconds = retryAfter(answer.headers.get('Retry-After'));
      say('The peer is busy; trying again in ' + seconds + ' s.');
      await pause(seconds);
    }
  };

  // Asks the reader. Answers the value of the button that was pressed, or null; what stands in the field is in field.value.
  const dialog = (title, text, choices, field) => new Promise((done) => {
    const heading = make('h2', {id: 'ask', textContent: title});
    const form = make('form', {}, heading, make('p', {textContent: text, role: 'alert'}));
    const box = make('dialog', {}, form);
    const close = (value) => {
      box.close();
      box.remove();
      done(value);
    };
    if (field) {
      form.append(make('p', {}, field));
    }
    const bar = make('div', {className: 'bar'});
    choices.forEach(([label, value], at) => bar.append(make('button', {type: at ? 'button' : 'submit', textContent: label, onclick: at ? () => close(value) : null})));
    const cancel = button('Cancel', () => close(null));
    bar.append(cancel);
    form.append(bar);
    form.onsubmit = (event) => {
      event.preventDefault();
      close(choices[0][1]);
    };
    box.oncancel = () => close(null);
    box.setAttribute('aria-labelledby', 'ask');
    body.append(box);
    box.showModal();
    if (field) {
      field.focus();
      field.setSelectionRange(0, /^.*[^.](?=\.[^.]+$)/.exec(field.value)?.[0].length ?? field.value.length);
    } else {
      cancel.focus();
    }
  });

  // Asks for a name until the peer takes it, or the reader gives up.
  const askName = async (title, verb, name, act) => {
    let note = '';
    for (;;) {
      const field = make('input', {value: name, required: true, maxLength: 255, autocomplete: 'off', spellcheck: false});
      field.setAttribute('aria-label', 'Name');
      if (!await dialog(title, note, [[verb, true]], field)) {
        return;
      }
      name = field.value;
      let answer = {code: 400, text: ''};
      if (name !== '.' && name !== '..' && !/[\\/]/.test(name) && name.isWellFormed?.() !== false) {
        answer = await act(name);
      }
      if (answer.code === 201 || answer.code === 204) {
        await refresh(name);
        return;
      }
      note = meaning(answer.code, answer.text, name);
    }
  };

  const newFolder = () => askName('New folder', 'Create', '', async (name) => {
    const answer = await ask('MKCOL', urlOf([name]));
    say(answer.code === 201 ? 'The folder ' + name + ' is there.' : '');
    return answer;
  });

  const rename = (entry) => askName('Rename ' + entry.name, 'Rename', entry.name, async (name) => {
    if (name === entry.name) {
      return {code: 204, text: ''};
    }
    const answer = await ask('MOVE', entry.link.href, {Destination: urlOf([name]), Overwrite: 'F'});
    say(answer.code < 207 && answer.code ? entry.name + ' is now ' + name + '.' : '');
    return answer;
  });

  const remove = async (entry) => {
    const what = entry.isFolder ? 'The folder ' + entry.name + ' and everything in it' : entry.name;
    if (!await dialog('Delete?', what + ' will be gone for good.', [['Delete', true]])) {
      return;
    }
    say('Deleting ' + entry.name + '...');
    const {code, text} = await ask('DELETE', entry.link.href);
    await refresh();
    if (code === 204 || code === 404) {
      say(entry.name + ' is deleted.');
    } else {
      say(entry.name + ': ' + meaning(code, text, ''), true);
    }
  };

  // Shows a time of the page in the reader's zone; answers it in milliseconds, 0 where there is none.
  const localize = (cell) => {
    const time = Date.parse(cell.textContent.trim().replace(' ', 'T') + 'Z');
    if (time) {
      cell.textContent = dates.format(time);
    }
    return time || 0;
  };

  // Reads the lines of the listing, and gives each what only a script can do.
  const enhance = () => {
    entries = [...table.tBodies[0].rows].map((row) => {
      const link = row.cells[0].firstChild;
      const isFolder = link.getAttribute('href').endsWith('/');
      const text = link.textContent;
      const name = isFolder ? text.slice(0, -1) : text;
      const [number, unit] = row.cells[1].textContent.split(' ');
      const entry = {row, link, name, isFolder, keys: [name, isFolder ? -1 : number * 1024 ** UNITS.indexOf(unit), localize(row.cells[2])]};
      const actions = make('div', {className: 'act'});
      if (!isFolder) {
        actions.append(make('a', {href: link.href, download: name, className: 'get', textContent: '\u2193', title: 'Download ' + name, ariaLabel: 'Download ' + name}));
      }
      if (mayWrite) {
        actions.append(button('\u270e', () => rename(entry), 'Rename ' + name), button('\u00d7', () => remove(entry), 'Delete ' + name));
      }
      row.append(make('td', {}, actions));
      return entry;
    });
    sort();
  };

  const sort = () => {
    entries.sort((a, b) => {
      const x = a.keys[sortBy];
      const y = b.keys[sortBy];
      const differ = (sortBy ? x - y : 0) || collator.compare(a.name, b.name);
      return b.isFolder - a.isFolder || (sortDown ? -differ : differ);
    });
    const rows = document.createDocumentFragment();
    entries.forEach((entry) => rows.append(entry.row));
    table.tBodies[0].append(rows);
    heads.forEach((head, at) => head.setAttribute('aria-sort', at !== sortBy ? 'none' : sortDown ? 'descending' : 'ascending'));
  };

  const parsed = (text) => new DOMParser().parseFromString(text, 'text/html');

  // Fetches the page anew and takes its lines. The focus stays, or goes to the line of that name.
  const refreshList = async (name) => {
    const hadFocus = table.contains(document.activeElement);
    const {code, text} = await ask('GET', base);
    const page = parsed(text);
    if (code !== 200 || !page.querySelector('table+p')) {
      say('The list cannot be read just now: ' + meaning(code, code === 200 ? '' : text, ''), true);
      return;
    }
    table.tBodies[0].replaceWith(page.querySelector('tbody'));
    document.querySelector('table+p').replaceWith(page.querySelector('table+p'));
    enhance();
    const found = entries.find((entry) => entry.name === name);
    if (found || hadFocus) {
      (found ? found.link : heads[0].firstChild).focus();
    }
  };

  const refresh = (name) => isPeer ? refreshPeer() : refreshList(name);

  // What is to be sent. Each is {path, file}: the names below this collection, and a function that answers the File, or null for a folder; and for a
  // printer {printer, isText}: the path of its IPP, and whether it prints text.
  const list = make('ul', {className: 'up'});
  list.setAttribute('aria-label', isPeer ? 'Documents on their way' : 'Uploads');
  let waiting = [];
  let running = null;
  let sent = 0;
  let made = new Set();
  let always = null;

  // Sends a content that is as large as a file, and shows how far it is.
  const transmit = (item, method, url, headers, content, size) => new Promise((done) => {
    const request = item.request = new XMLHttpRequest();
    const samples = [[performance.now(), 0]];
    request.open(method, url);
    request.responseType = 'arraybuffer';
    Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.onprogress = (event) => {
      const now = performance.now();
      samples.push([now, event.loaded]);
      while (samples.length > 2 && now - samples[0][0] > RATE_WINDOW) {
        samples.shift();
      }
      const rate = (event.loaded - samples[0][1]) * 1000 / Math.max(now - samples[0][0], 1);
      const loaded = Math.min(event.loaded, size);
      item.bar.value = loaded / (size || 1);
      item.info.textContent = sizeText(loaded) + ' of ' + sizeText(size) + ', ' + sizeText(rate) + '/s';
    };
    const end = () => done({code: request.status, octets: request.response ?? new ArrayBuffer(0), seconds: retryAfter(request.status === 503 && request.getResponseHeader('Retry-After'))});
    request.onload = request.onerror = request.onabort = end;
    request.send(content);
  });

  // Makes the collections that an upload of a folder needs; those that are there already are as good.
  const makeFolders = async (path) => {
    for (let depth = 1; depth <= path.length; depth++) {
      const key = urlOf(path.slice(0, depth));
      if (!made.has(key)) {
        const answer = await ask('MKCOL', key);
        if (answer.code !== 201 && answer.code !== 405) {
          return answer;
        }
        made.add(key);
      }
    }
    return null;
  };

  // Answers true to replace, false to leave what is there, null to cancel.
  const mayReplace = async (item) => {
    if (always !== null) {
      return always;
    }
    const choices = [['Replace', 'r'], ['Skip', 's']];
    if (waiting.length) {
      choices.push(['Replace all', 'R'], ['Skip all', 'S']);
    }
    const choice = await dialog('Replace?', item.name + ' is there already.', choices);
    if (choice === 'R' || choice === 'S') {
      always = choice === 'R';
    }
    return choice && choice.toLowerCase() === 'r';
  };

  // Stores one file. Answers null when it is there or is not wanted any more, and otherwise what went wrong, as a sentence.
  const store = async (item) => {
    const failed = await makeFolders(item.file ? item.path.slice(0, -1) : item.path);
    if (failed || !item.file) {
      return failed && meaning(failed.code, failed.text, item.name);
    }
    let file;
    try {
      file = await item.file();
    } catch {
      return 'It cannot be read.';
    }
    let replace = false;
    if (item.path.length === 1 && entries.some((entry) => !collator.compare(entry.name, item.name)) && await exists(item)) {
      replace = await mayReplace(item);
      if (!replace) {
        return null;
      }
    }
    for (let tries = 1; !item.cancelled; tries++) {
      const {code, octets, seconds} = await transmit(item, 'PUT', urlOf(item.path), replace ? {} : {'If-None-Match': '*'}, file, file.size);
      const text = decode(octets);
      if (code === 201 || code === 204) {
        sent++;
        return null;
      }
      if (item.cancelled) {
        break;
      }
      if (!replace && (code === 412 || (code === 0 && await exists(item)))) {
        // Somebody else's, or its answer came before the content was sent and was lost with the connection.
        replace = await mayReplace(item);
        if (!replace) {
          return null;
        }
      } else if (code === 503 && tries < TRIES) {
        item.info.textContent = meaning(code, text, item.name) + ' Trying again in ' + seconds + ' s.';
        await pause(seconds);
      } else {
        return code === 405 || code === 409 ? 'A folder, or a file in the place of its folder, has that name.' : meaning(code, text, item.name);
      }
    }
    return null;
  };

  const exists = async (item) => (await ask('HEAD', urlOf(item.path))).code === 200;

  // An IPP request (RFC 8010 section 3.1): version 2.0, the operation, the attributes that all have and those that this one has, as [tag, name, value].
  const URI = 0x45;
  const NAME = 0x42;
  const MIME = 0x49;
  const INTEGER = 0x21;
  const ippRequest = (operation, printer, attributes) => {
    const octets = [2, 0, 0, operation, 0, 0, 0, 1, 1];
    const encode = (text) => new TextEncoder().encode(text);
    const put = (tag, name, value) => {
      const written = value === +value ? [value >>> 24, value >> 16 & 255, value >> 8 & 255, value & 255] : encode(value);
      octets.push(tag, 0, name.length, ...encode(name), written.length >> 8, written.length & 255, ...written);
    };
    put(0x47, 'attributes-charset', 'utf-8');
    put(0x48, 'attributes-natural-language', 'en');
    put(URI, 'printer-uri', location.origin + printer);
    attributes.forEach((attribute) => put(...attribute));
    put(NAME, 'requesting-user-name', 'browser');
    octets.push(3);
    return new Uint8Array(octets);
  };

  // The status of an IPP response, and its status-message, which stands with the other operation attributes at its beginning.
  const ippAnswer = (octets) => {
    const view = new DataView(octets);
    let text = '';
    try {
      for (let at = 9; view.getUint8(at) > 15;) {
        const value = at + 5 + view.getUint16(at + 1);
        const end = value + view.getUint16(value - 2);
        if (decode(octets.slice(at + 3, value - 2)) === 'status-message') {
          text = decode(octets.slice(value, end));
        }
        at = end;
      }
    } catch {
      // It ends before its end: there is the status, or nothing.
    }
    return {code: octets.byteLength < 4 ? 0x500 : view.getUint16(2), text};
  };

  const trouble = (http, ipp) => http !== 200 ? meaning(http, '', '') : ipp.text || 'The printer answered 0x' + ipp.code.toString(16) + '.';
  const BUSY = 0x507;
  const PRINT_JOB = 2;
  const CANCEL_JOB = 8;
  const IPP = {'Content-Type': 'application/ipp'};
  const OF_PROGRAMS = /\.(pdf|docx?|xlsx?|pptx?|od[stp]|rtf|html?|png|jpe?g|gif|webp|heic|svg|zip)$/i;

  // Prints one file. Answers null when the printer has it or it is not wanted any more, and otherwise what went wrong, as a sentence.
  const print = async (item) => {
    let file;
    try {
      file = await item.file();
    } catch {
      return 'It cannot be read.';
    }
    if (OF_PROGRAMS.test(item.name) && !await dialog('Print it as it is?', item.name + ' belongs to a program. The printer gets it octet for octet, and knows only text and its own language; print it from that program instead.', [['Print it all the same', true]])) {
      return null;
    }
    const format = item.isText && /^text\//.test(file.type) ? 'text/plain' : 'application/octet-stream';
    const head = ippRequest(PRINT_JOB, item.printer, [[NAME, 'job-name', item.name.slice(0, 80)], [MIME, 'document-format', format]]);
    for (let tries = 1; !item.cancelled; tries++) {
      const {code, octets, seconds} = await transmit(item, 'POST', item.printer, IPP, new Blob([head, file]), file.size);
      const answer = ippAnswer(octets);
      if (code === 200 && answer.code < 0x100) {
        sent++;
        return null;
      }
      if (item.cancelled) {
        break;
      }
      if ((code !== 503 && (code !== 200 || answer.code !== BUSY)) || tries === TRIES) {
        return trouble(code, answer);
      }
      item.info.textContent = 'The printer is busy; trying again in ' + seconds + ' s.';
      await pause(seconds);
    }
    return null;
  };

  const send = (item) => item.printer ? print(item) : store(item);

  const cancelJob = async (printer, id, name) => {
    const {code, octets} = await ask('POST', printer, IPP, ippRequest(CANCEL_JOB, printer, [[INTEGER, 'job-id', id]]));
    const answer = ippAnswer(octets);
    const isDone = code === 200 && answer.code < 0x100;
    await refreshPeer();
    say(isDone ? name + ' is canceled.' : name + ': ' + trouble(code, answer), !isDone);
  };

  // What a press of a board's button prints.
  const statusSheet = async () => {
    const {code, text} = await ask('GET', '/status');
    if (code !== 200) {
      throw code;
    }
    return new Blob([text], {type: 'text/plain'});
  };

  // Gives each printer a button, one that prints text another, and each job that has not ended one.
  const enhancePeer = () => sections().forEach((section) => {
    const {printer} = section.dataset;
    const target = {printer, isText: 'text' in section.dataset};
    const jobs = section.querySelector('table');
    const bar = make('div', {className: 'bar'}, ...inputFor('Print files', {multiple: true}, target));
    if (target.isText) {
      bar.append(button('Print status', () => enqueue([{path: ['Status page'], file: statusSheet, ...target}])));
    }
    section.querySelector('h2').after(bar);
    if (jobs) {
      jobs.tHead.rows[0].cells[4].textContent = 'When';
      jobs.tHead.rows[0].append(make('td'));
      [...jobs.tBodies[0].rows].forEach((row) => {
        localize(row.cells[4]);
        const name = row.cells[0].textContent;
        const act = make('div', {className: 'act'});
        if ('live' in row.dataset) {
          act.append(button('\u00d7', () => cancelJob(printer, +row.dataset.job, name), 'Cancel ' + name));
        }
        row.append(make('td', {}, act));
      });
    }
  });

  let isLost = false;
  const refreshPeer = async () => {
    const focused = document.activeElement?.title;
    const {code, text} = await ask('GET', '/');
    const page = parsed(text);
    const fresh = [...page.querySelectorAll('section')];
    const old = sections();
    if (code !== 200 || !page.querySelector('script') || fresh.length !== old.length) {
      isLost = true;
      say('The printer cannot be asked just now: ' + meaning(code, '', ''), true);
      return;
    }
    old.forEach((section, at) => section.replaceWith(fresh[at]));
    enhancePeer();
    if (focused) {
      [...document.querySelectorAll('button')].find((each) => each.title === focused)?.focus();
    }
    if (isLost) {
      isLost = false;
      say('');
    }
  };

  // Looks again now and then while somebody looks: often while something is printed.
  const watch = async () => {
    for (;;) {
      await pause(document.querySelector('[data-live]') ? 5 : 30);
      if (!document.hidden && !running && !document.querySelector('dialog')) {
        await refreshPeer();
      }
    }
  };

  const show = (item) => {
    item.bar = make('progress', {value: 0, max: 1, ariaLabel: item.name});
    item.info = make('small', {});
    const cancel = () => {
      item.cancelled = true;
      item.line.remove();
      if (item.request) {
        item.request.abort();
      }
    };
    item.line = make('li', {}, make('span', {textContent: item.path.join('/')}), item.bar, item.info, button('Cancel', cancel, 'Cancel ' + item.name));
    if (waiting.length) {
      item.line.append(make('small', {textContent: waiting.length + ' more'}), button('Cancel all', () => {
        waiting = [];
        cancel();
      }));
    }
    list.append(item.line);
  };

  const showFailed = (item, problem) => {
    item.line.replaceChildren(make('span', {textContent: item.path.join('/')}), make('span', {className: 'bad', textContent: problem}),
      button('Try again', () => {
        item.line.remove();
        enqueue([item]);
      }, 'Try ' + item.name + ' again'),
      button('Dismiss', () => item.line.remove(), 'Dismiss ' + item.name));
  };

  const files = (count) => count + (count === 1 ? ' file' : ' files');

  const run = async () => {
    let failures = 0;
    say((isPeer ? 'Sending ' : 'Uploading ') + files(waiting.length) + '.');
    while ((running = waiting.shift())) {
      const item = running;
      show(item);
      const problem = await send(item);
      if (problem) {
        failures++;
        showFailed(item, problem);
      } else {
        item.line.remove();
      }
    }
    const text = files(sent) + (isPeer ? ' sent to the printer' : ' uploaded') + (failures ? ', ' + failures + ' not.' : '.');
    sent = 0;
    made = new Set();
    always = null;
    await refresh();
    say(text, failures > 0);
  };

  const enqueue = (items) => {
    items.forEach((item) => {
      item.name = item.path[item.path.length - 1];
      item.cancelled = false;
    });
    waiting = waiting.concat(items);
    if (!running && waiting.length) {
      run();
    }
  };

  const pick = (input, target) => {
    enqueue([...input.files].map((file) => ({path: (file.webkitRelativePath || file.name).split('/'), file: () => file, ...target})));
    input.value = '';
  };

  // What was dropped, folders and all; without the entries that not every browser gives, its files.
  const take = async (transfer, target) => {
    const found = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!found.length) {
      enqueue([...transfer.files].map((file) => ({path: [file.name], file: () => file, ...target})));
      return;
    }
    const items = [];
    try {
      while (found.length) {
        const entry = found.shift();
        const path = entry.fullPath.split('/').filter(Boolean);
        if (entry.isFile) {
          items.push({path, file: () => new Promise((done, fail) => entry.file(done, fail)), ...target});
          continue;
        }
        if (target.printer) {
          say('Folders are not printed, only files.', true);
          continue;
        }
        items.push({path, file: null});
        const reader = entry.createReader();
        for (let more; (more = await new Promise((done, fail) => reader.readEntries(done, fail))).length;) {
          found.push(...more);
        }
      }
    } catch {
      say('A folder cannot be read.', true);
    }
    enqueue(items);
  };

  const inputFor = (label, props, target) => {
    const input = make('input', {type: 'file', multiple: true, hidden: true, onchange: () => pick(input, target), ...props});
    input.setAttribute('aria-label', label);
    return [button(label, () => input.click()), input];
  };

  // Takes what is dropped on the page; on the page of a peer for the printer that it is dropped on.
  const takeDrops = () => {
    const isFiles = (event) => [...event.dataTransfer.types].includes('Files');
    addEventListener('dragover', (event) => {
      if (isFiles(event)) {
        event.preventDefault();
        body.classList.add('drop');
      }
    });
    addEventListener('dragleave', (event) => event.relatedTarget || body.classList.remove('drop'));
    addEventListener('drop', (event) => {
      body.classList.remove('drop');
      if (isFiles(event)) {
        const printer = isPeer ? (event.target.closest?.('section') ?? sections()[0]).dataset : {};
        event.preventDefault();
        take(event.dataTransfer, {printer: printer.printer, isText: 'text' in printer});
      }
    });
    addEventListener('beforeunload', (event) => running && event.preventDefault());
  };

  const openList = () => {
    heads.forEach((head, at) => head.replaceChildren(button(['Name', 'Size', 'Modified'][at], () => {
      sortDown = sortBy === at && !sortDown;
      sortBy = at;
      sort();
    })));
    heads[0].parentNode.append(make('td'));
    if (mayWrite) {
      const bar = make('div', {className: 'bar'}, ...inputFor('Upload files'));
      if ('webkitdirectory' in HTMLInputElement.prototype) {
        bar.append(...inputFor('Upload folder', {webkitdirectory: true}));
      }
      bar.append(button('New folder', newFolder));
      table.before(bar, list);
      takeDrops();
    }
    table.before(status);
    enhance();
  };

  const openPeer = () => {
    sections()[0].before(list, status);
    takeDrops();
    enhancePeer();
    watch();
  };

  const sheet = document.styleSheets[0];
  RULES.trim().split('\n').forEach((rule) => sheet.insertRule(rule.trim(), sheet.cssRules.length));
  addEventListener('pageshow', (event) => event.persisted && refresh());
  (isPeer ? openPeer : openList)();
})();
