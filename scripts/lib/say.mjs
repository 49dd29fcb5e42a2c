/** Messages of the scripts: always on standard error, so that standard output stays the program's. */

/** @param {string} text one line or more */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/** Says what cannot be done here and how to change that; the work goes on. */
export function warn(text) {
  say(`! ${text}`)
}

/** Ends the script with a reason. @returns {never} */
export function stop(text) {
  say(`error: ${text}`)
  process.exit(1)
}
