/** Brings one file from another computer, whole or not at all. The file gets no name that anybody looks for. */
import { randomUUID } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { JobHandle } from '../../platform/jobs.ts'
import { sendScript } from './remote-shell.ts'
import { runScript } from './run-ssh.ts'

const mostNoiseBytes = 1024 * 1024

/**
 * @param to a file that must not exist; the caller discards it on an error
 * @throws AppFailure BUILD_SSH_INCOMPLETE, those of `runScript`; system errors
 */
export async function fetchFile(host: string, from: string, to: string, handle: JobHandle): Promise<void> {
  const mark = randomUUID()
  const file = await open(to, 'wx')
  let received = 0
  let expected: number | null = null
  const take = async (output: Readable): Promise<void> => {
    let head = Buffer.alloc(0)
    for await (const chunk of output as AsyncIterable<Buffer>) {
      let bytes = chunk
      if (expected === null) {
        head = Buffer.concat([head, chunk])
        const begin = new RegExp(`\\n${mark}\\n\\s*(\\d{1,15})\\n`).exec(head.toString('latin1'))
        if (begin === null && head.length > mostNoiseBytes) break
        if (begin === null) continue
        expected = Number(begin[1])
        handle.phase('downloading', expected)
        bytes = head.subarray(begin.index + begin[0].length)
      }
      received += bytes.length
      if (received > expected) break
      await file.writeFile(bytes)
      handle.advance(bytes.length)
    }
    if (received !== expected) throw failure('BUILD_SSH_INCOMPLETE', { host, received, expected: expected ?? 0 })
  }
  try {
    await runScript({ host, script: sendScript(from, mark), signal: handle.signal, take })
  } finally {
    await file.close()
  }
}
