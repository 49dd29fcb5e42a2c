/** Writing words so that a POSIX shell reads them back unchanged. */

/** A word inside double quotes: nothing in it is expanded. Without the quotes. */
export function insideDoubleQuotes(text: string): string {
  return text.replace(/[\\"`$]/g, '\\$&')
}

/** A word in single quotes. */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`
}
