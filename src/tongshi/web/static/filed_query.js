// What is asked of the index: the query language of the command line, read as there.
// A query is {word}, {all: […]}, {any: […]} or {not: …}; what cannot be read is an error.
"use strict";

const MOST_WORDS = 200;
const DEEPEST = 30;

function tokensOf(text) {
  const token = /\s*(?:"([^"]*)"|([()])|(-)(?=[^\s)-])|([^\s()"]+)|("))/gy;
  const end = text.trimEnd().length;
  const tokens = [];
  while (token.lastIndex < end) {
    const found = token.exec(text);
    if (!found) throw new SyntaxError(text);
    const [, phrase, sign, minus, word, open] = found;
    if (open !== undefined || phrase === "") throw new SyntaxError(text);
    if (phrase !== undefined) tokens.push({ kind: "word", text: phrase });
    else if (sign) tokens.push({ kind: sign });
    else if (minus) tokens.push({ kind: "NOT" });
    else if (["AND", "OR", "NOT"].includes(word)) tokens.push({ kind: word });
    else tokens.push({ kind: "word", text: word });
  }
  tokens.push({ kind: "" });
  return tokens;
}

function parsedQuery(text) {
  const tokens = tokensOf(text);
  if (tokens.filter((each) => each.kind === "word").length > MOST_WORDS) throw new SyntaxError(text);
  let at = 0;
  let depth = 0;

  function any() {
    const parts = [all()];
    while (tokens[at].kind === "OR") {
      at += 1;
      parts.push(all());
    }
    return parts.length > 1 ? { any: parts } : parts[0];
  }

  function all() {
    const parts = [one()];
    while (!["", "OR", ")"].includes(tokens[at].kind)) {
      if (tokens[at].kind === "AND") at += 1;
      parts.push(one());
    }
    return parts.length > 1 ? { all: parts } : parts[0];
  }

  function one() {
    const { kind, text: word } = tokens[at];
    if (kind !== "word" && kind !== "NOT" && kind !== "(") throw new SyntaxError(text);
    at += 1;
    if (kind === "word") return { word };
    depth += 1;
    if (depth > DEEPEST) throw new SyntaxError(text);
    const query = kind === "NOT" ? { not: one() } : group();
    depth -= 1;
    return query;
  }

  function group() {
    const query = any();
    if (tokens[at].kind !== ")") throw new SyntaxError(text);
    at += 1;
    return query;
  }

  const query = any();
  if (tokens[at].kind) throw new SyntaxError(text);
  return query;
}
