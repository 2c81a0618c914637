// The index as it is filed: its files are scripts, each of which puts what it holds here.
// Of a query only those shards are loaded in which pairs of its words stand.
"use strict";

const tongshi = {
  base: "",
  held: new Map(), // by name what a file holds, or the promise of it
  awaited: new Map(),

  put(name, value) {
    tongshi.awaited.get(name)(value);
  },

  load(name) {
    if (!tongshi.held.has(name)) {
      tongshi.held.set(name, new Promise((resolve, reject) => {
        tongshi.awaited.set(name, resolve);
        const script = document.createElement("script");
        script.src = `${tongshi.base}${name}.js`;
        script.onerror = () => {
          tongshi.held.delete(name);
          reject(new Error(name));
        };
        script.onload = () => script.remove();
        document.head.append(script);
      }));
    }
    return tongshi.held.get(name);
  },
};

// --- folding

// the words that one word can be in folded texts
async function foldings(word) {
  const table = await tongshi.load("folding");
  if (!table.map) {
    const to = [...table.to];
    table.map = new Map([...table.from].map((each, number) => [each, to[number]]));
    table.both = new Set(table.doubtful);
  }
  let found = [""];
  for (const each of word) {
    const lower = each.length === 1 && each < "\x80" ? each.toLowerCase().replace(/\s/, " ") : each;
    const folded = table.map.get(lower) || lower;
    const forms = table.both.has(lower) && found.length < 16 ? [folded, lower] : [folded];
    found = forms.flatMap((form) => found.map((before) => before + form));
  }
  return [...new Set(found.map((each) => each.replaceAll("计画", "计划")))];
}

// --- shards

function before(one, other) {
  return one[0] - other[0] || (one[1] < other[1] ? -1 : Number(one[1] > other[1]));
}

// numbers of the shards in which pairs may stand that are not before `first` and not behind `last`
function shardsOf(directory, first, last) {
  const key = (pair) => [pair.codePointAt(0) % directory.buckets, pair];
  const [low, high] = [key(first), key(last)];
  const keys = directory.first.map(key);
  const from = keys.findIndex((each) => before(each, low) >= 0);
  const found = [];
  for (let at = Math.max(0, (from < 0 ? keys.length : from) - 1); at < keys.length && before(keys[at], high) <= 0; at += 1) {
    found.push(at);
  }
  return found;
}

const DIGITS = new Map([..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"].map((each, value) => [each, value]));

// the articles in which a pair stands, each with its places
function placesIn(written, places = new Map()) {
  let at = 0;
  function next() {
    let number = 0;
    for (let shift = 0; ; shift += 5) {
      const digit = DIGITS.get(written[at]);
      at += 1;
      number += (digit & 31) * 2 ** shift;
      if (digit < 32) return number;
    }
  }
  let article = 0;
  while (at < written.length) {
    article += next();
    const found = [];
    let place = 0;
    for (let left = next(); left > 0; left -= 1) {
      place += next();
      found.push(place);
    }
    places.set(article, found);
  }
  return places;
}

async function placesOf(directory, pair) {
  const shards = await Promise.all(shardsOf(directory, pair, pair).map((each) => tongshi.load(`shard-${each}`)));
  const places = new Map();
  for (const shard of shards) if (Object.hasOwn(shard, pair)) placesIn(shard[pair], places);
  return places;
}

// --- queries

async function withCharacter(directory, character) {
  const numbers = shardsOf(directory, character, `${character}\u{10ffff}`);
  const shards = await Promise.all(numbers.map((each) => tongshi.load(`shard-${each}`)));
  const found = new Set();
  for (const shard of shards) {
    for (const [pair, written] of Object.entries(shard)) {
      if (pair.startsWith(character)) for (const article of placesIn(written).keys()) found.add(article);
    }
  }
  return found;
}

// the articles in which characters stand behind each other
async function withCharacters(directory, characters) {
  const starts = characters.map((_, at) => at).filter((at) => at % 2 === 0 && at + 1 < characters.length);
  if (characters.length % 2) starts.push(characters.length - 2);
  const pairs = await Promise.all(starts.map((at) => placesOf(directory, characters[at] + characters[at + 1])));
  const [rarest, ...others] = pairs.map((places, number) => ({ places, at: starts[number] })).sort((one, other) => one.places.size - other.places.size);
  const found = new Set();
  for (const [article, places] of rarest.places) {
    const apart = others.map(({ places: of, at }) => [new Set(of.get(article)), at - rarest.at]);
    if (places.some((place) => apart.every(([of, by]) => of.has(place + by)))) found.add(article);
  }
  return found;
}

async function withWord(directory, word) {
  const found = new Set();
  for (const folded of await foldings(word)) {
    const characters = [...folded];
    const some = characters.length > 1 ? await withCharacters(directory, characters) : await withCharacter(directory, folded);
    for (const article of some) found.add(article);
  }
  return found;
}

// the numbers of the articles that answer to a query
async function answering(directory, query) {
  if (query.word !== undefined) return withWord(directory, query.word);
  if (query.not) {
    const without = await answering(directory, query.not);
    return new Set(Array.from({ length: directory.articles }, (_, number) => number).filter((each) => !without.has(each)));
  }
  const parts = await Promise.all((query.all || query.any).map((each) => answering(directory, each)));
  if (query.any) return new Set(parts.flatMap((each) => [...each]));
  const [fewest, ...others] = parts.sort((one, other) => one.size - other.size);
  return new Set([...fewest].filter((each) => others.every((other) => other.has(each))));
}

// the numbers of the articles that a text asks for, the newest first
async function found(text) {
  const query = parsedQuery(text);
  return [...(await answering(await tongshi.load("directory"), query))].sort((one, other) => one - other);
}

// what is told of an article
async function articleOf(number) {
  const { together, outlets } = await tongshi.load("directory");
  const [title, outlet, day, file, address] = (await tongshi.load(`articles-${Math.floor(number / together)}`))[number % together];
  return { title, outlet: outlets[outlet], day, file, address };
}
