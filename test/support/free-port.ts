/** A port for a program that cannot choose one itself; programs that can are told to take port 0. */
import { createServer } from 'node:net'

/** @returns a port of the loopback that is free, at least at the moment */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('the system gave no port')
  return address.port
}
