// Parses each GIFT file named on the command line with gift-pegjs; prints one JSON object:
// file name to its questions, or to what the parser says is wrong with it and where.
const fs = require("node:fs");
const path = require("node:path");
const { parse } = require("gift-pegjs");

const result = {};
for (const file of process.argv.slice(2)) {
  try {
    result[path.basename(file)] = { questions: parse(fs.readFileSync(file, "utf8")) };
  } catch (error) {
    if (!error.location) throw error;
    const { line, column } = error.location.start;
    result[path.basename(file)] = { error: `${line}:${column}: ${error.message}` };
  }
}
console.log(JSON.stringify(result));
