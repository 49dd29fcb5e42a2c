/**
 * A channel over two byte streams: one JSON document a line, as `sif-desktop engine --stdio` speaks
 * it and the shell understands it. A line that is no JSON arrives as `undefined`, which fits no
 * schema; a line that is too long ends the channel.
 */
import type { Readable, Writable } from 'node:stream'
import type { ServerChannel } from './channel-server.ts'

/** Longest line taken, in bytes. */
export const maxLineBytes = 64 * 1024 * 1024

/**
 * @param input lines from the other end
 * @param output lines to the other end
 * @param limitBytes longest line taken
 */
export function createLinesChannel(input: Readable, output: Writable, limitBytes = maxLineBytes): ServerChannel {
  const messageListeners = new Set<(message: unknown) => void>()
  const closeListeners = new Set<() => void>()
  let parts: Buffer[] = []
  let partsBytes = 0
  let closed = false

  const end = (): void => {
    if (closed) return
    closed = true
    input.off('data', take)
    input.destroy()
    output.end()
    for (const listener of closeListeners) listener()
  }

  const finishLine = (rest: Buffer): void => {
    const line = Buffer.concat([...parts, rest])
      .toString('utf8')
      .trim()
    parts = []
    partsBytes = 0
    if (line === '') return
    const message = parseLine(line)
    for (const listener of messageListeners) listener(message)
  }

  const take = (chunk: Buffer): void => {
    let start = 0
    for (let at = chunk.indexOf(10); at !== -1 && !closed; at = chunk.indexOf(10, start)) {
      finishLine(chunk.subarray(start, at))
      start = at + 1
    }
    if (closed || start >= chunk.length) return
    parts.push(chunk.subarray(start))
    partsBytes += chunk.length - start
    if (partsBytes > limitBytes) end()
  }

  input.on('data', take)
  input.on('end', end)
  input.on('error', end)
  input.on('close', end)
  output.on('error', end)
  output.on('close', end)

  return {
    send(message) {
      if (!closed) output.write(`${JSON.stringify(message)}\n`)
    },
    onMessage: (listener) => void messageListeners.add(listener),
    onClose: (listener) => void closeListeners.add(listener),
    close: end,
    unsentBytes: () => output.writableLength,
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return undefined
  }
}
