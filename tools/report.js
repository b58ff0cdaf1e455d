// The filter of the page of `bounce report`: adds up the numbers of what is asked for, and writes them where the others stood.
// It reads numbers, and names that are in the page already; what it writes is text, never HTML.
// Copyright (C) 2026 The libbounce authors. SPDX-License-Identifier: LGPL-2.1-or-later
'use strict';
(function () {
  const REASON = 0, DOMAIN = 1, HOST = 2, PERIOD = 3; // axes, in the order of the cells
  const TENTHS = 1600; // of a pixel: the height of the chart
  const find = id => document.getElementById(id);
  const data = JSON.parse(find('data').textContent);
  const controls = { from: find('from'), to: find('to'), [REASON]: find('by-reason'), [DOMAIN]: find('by-domain'), [HOST]: find('by-host') };

  // the rows of each axis, by their places
  const rows = ['reason', 'domain', 'host', 'period'].map(id => {
    const byPlace = [];
    for (const row of document.querySelectorAll('#' + id + ' tr[data-row]'))
      byPlace[row.dataset.row] = row;
    return byPlace;
  });
  const columns = document.querySelectorAll('#chart > svg');
  const starts = rows[PERIOD].map(row => row.querySelector('time')).filter(time => time).map(time => time.dateTime);

  // ---- numbers ----

  const number = n => String(n).replace(/\B(?=(\d{3})+$)/g, ',');
  const sumOf = counts => counts.reduce((a, b) => a + b, 0);
  const tenths = n => (n / 10).toFixed(1);
  const share = (n, of, tenthsOfAll) => Math.floor(n * tenthsOfAll / of);

  function scaleOf(longest) {
    let power = 1;
    while (longest > 10 * power)
      power *= 10;
    return power * [2, 4, 6, 8, 10].find(n => longest <= n * power);
  }

  // ---- what is asked for ----
  // the first and the last period that the days touch
  function periods() {
    const from = controls.from.value, to = controls.to.value;
    if (!from && !to)
      return [0, Infinity];
    const last = controls.to.max;
    const upTo = day => starts.filter(start => start <= day).length - 1;
    return [!from ? 0 : from > last ? Infinity : Math.max(upTo(from), 0), to ? upTo(to) : starts.length - 1];
  }

  // "3": that row; "r1": all of that remedy
  function fits(axis, place) {
    const wanted = controls[axis].value;
    return wanted === '' || wanted === String(place) || wanted === 'r' + data.remedies[place];
  }

  // for each axis, for each of its rows, how many of each remedy
  function addUp() {
    const sums = rows.map(axis => axis.map(() => [0, 0, 0, 0]));
    const total = [0, 0, 0, 0];
    const [first, last] = periods();
    for (const list of data.cells) {
      const places = list.slice(0, 3), remedy = data.remedies[places[REASON]];
      if (!places.every((place, axis) => fits(axis, place)))
        continue;
      for (let i = 3, period = 0; i < list.length; i += 2) {
        period += list[i];
        if (period < first || period > last)
          continue;
        total[remedy] += list[i + 1];
        places.concat(period).forEach((place, axis) => { sums[axis][place][remedy] += list[i + 1]; });
      }
    }
    return { sums, total };
  }

  const all = sumOf(addUp().total);

  // ---- writing ----

  function writeCell(cell, n) {
    cell.textContent = number(n);
    cell.removeAttribute('class');
    n || cell.setAttribute('class', 'nought');
  }

  // the parts of a bar, from the begin of the first; each gets where it begins and where it ends
  function writeParts(parts, counts, of, whole, write) {
    let before = 0;
    parts.forEach((part, remedy) => {
      const begin = share(before, of, whole);
      before += counts[remedy];
      write(part, begin, share(before, of, whole));
    });
  }

  function writeBar(row, counts, longest) {
    writeParts(row.querySelectorAll('.bar rect'), counts, longest, 1000, (part, begin, end) => {
      part.setAttribute('x', tenths(begin) + '%');
      part.setAttribute('width', tenths(end - begin) + '%');
    });
  }

  const isRest = row => row.classList.contains('rest');

  // the most frequent first, what has no name at the end
  function sort(axis, sums) {
    const rank = place => isRest(rows[axis][place]) ? -1 : sumOf(sums[place]);
    const places = Object.keys(rows[axis]); // some have no row
    for (const place of places.sort((a, b) => rank(b) - rank(a) || a - b))
      rows[axis][place].parentNode.append(rows[axis][place]);
  }

  const longestOf = (axis, sums) => Math.max(1, ...sums.filter((counts, place) => !isRest(rows[axis][place])).map(sumOf));

  function writeNames(axis, sums) {
    const longest = longestOf(axis, sums);
    rows[axis].forEach((row, place) => {
      const counts = sums[place];
      row.hidden = sumOf(counts) === 0;
      writeBar(row, counts, longest);
      [sumOf(counts), ...counts].forEach((n, i) => writeCell(row.cells[i + 1], n));
    });
    sort(axis, sums);
  }

  function writeReasons(sums, total) {
    const longest = longestOf(REASON, sums);
    rows[REASON].forEach((row, place) => {
      row.hidden = sumOf(sums[place]) === 0;
      writeBar(row, sums[place], longest);
      writeCell(row.cells[3], sumOf(sums[place]));
    });
    sort(REASON, sums);
    for (const row of document.querySelectorAll('.group')) {
      row.hidden = total[row.dataset.remedy] === 0;
      writeCell(row.cells[2], total[row.dataset.remedy]);
    }
  }

  function writePeriods(sums) {
    const scale = scaleOf(Math.max(0, ...sums.slice(0, columns.length).map(sumOf)));
    rows[PERIOD].forEach((row, place) => [sumOf(sums[place]), ...sums[place]].forEach((n, i) => writeCell(row.cells[i + 1], n)));
    columns.forEach((column, place) => {
      const title = column.querySelector('title');
      title.textContent = title.textContent.replace(/[^ ]*$/, number(sumOf(sums[place])));
      writeParts(column.querySelectorAll('rect'), sums[place], scale, TENTHS, (part, begin, end) => {
        part.setAttribute('y', tenths(TENTHS - end));
        part.setAttribute('height', tenths(end - begin));
      });
    });
    document.querySelectorAll('#scale span').forEach((label, i) => { label.textContent = number(scale - i * scale / 2); });
  }

  function writeTotal(total) {
    const n = sumOf(total), which = n === all ? 'All ' : number(n) + ' of ';
    const shown = which + number(all) + (all === 1 ? ' failure' : ' failures') + (n === 1 ? ' is shown.' : ' are shown.');
    find('shown').textContent = n || !all ? shown : 'No failure fits.';
    for (const item of document.querySelectorAll('.legend li'))
      item.querySelector('b').textContent = number(total[item.dataset.remedy]);
  }

  function update() {
    const { sums, total } = addUp();
    writeReasons(sums[REASON], total);
    writeNames(DOMAIN, sums[DOMAIN]);
    writeNames(HOST, sums[HOST]);
    writePeriods(sums[PERIOD]);
    writeTotal(total);
  }

  // ---- controls ----

  function addOption(parent, text, value) {
    const option = document.createElement('option');
    option.textContent = text;
    option.value = value;
    parent.append(option);
  }

  // the name of a row, without its bar
  const nameOf = row => (row.cells[0].querySelector('bdi, b') || row.cells[0]).textContent;

  for (const axis of [DOMAIN, HOST])
    rows[axis].forEach((row, place) => addOption(controls[axis], nameOf(row), String(place)));
  for (const group of document.querySelectorAll('.group')) {
    const options = document.createElement('optgroup');
    options.label = group.cells[0].textContent;
    addOption(options, 'all: ' + options.label, 'r' + group.dataset.remedy);
    rows[REASON].forEach((row, place) => {
      if (row.parentNode === group.parentNode)
        addOption(options, nameOf(row), String(place));
    });
    controls[REASON].append(options);
  }
  for (const control of Object.values(controls))
    control.addEventListener('change', update);
  find('all').addEventListener('click', () => {
    for (const control of Object.values(controls))
      control.value = '';
    update();
  });
  find('controls').hidden = false;
}());
