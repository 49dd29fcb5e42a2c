/** Names of computers as they are given to ssh. */

const pattern = /^[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,254}$/

/** `user@host`, or a name of the ssh configuration; never an option of ssh, and nothing a shell would read. */
export function isSshHost(text: string): boolean {
  return pattern.test(text)
}
