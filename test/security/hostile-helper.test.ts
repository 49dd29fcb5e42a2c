import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { HelperClient } from '../../src-main/engine/files/helper-client.ts'
import { AppFailure } from '../../src-shared/text/errors/index.ts'
import { inFolder } from '../support/folder.ts'

/** A program in the place of the helper, taken over by a hostile image, that does what `script` says. */
async function withFalseHelper(script: string, work: (client: HelperClient) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    const program = join(folder, 'helper')
    await writeFile(program, `#!/bin/sh\n${script}\n`)
    await chmod(program, 0o755)
    const client = HelperClient.start({ program, args: [], descriptors: [], shownAs: 'image.sif' })
    try {
      await work(client)
    } finally {
      await client.close()
    }
  })
}

async function ask(client: HelperClient, silenceMs = 20_000): Promise<string> {
  try {
    for await (const _ of client.ask({ op: 'open', members: {} }, { silenceMs }));
    return 'no error'
  } catch (error) {
    return error instanceof AppFailure ? error.error.code : String(error)
  }
}

test.each([
  ['dies at once', 'exit 3'],
  ['is killed', 'kill -SEGV $$'],
  ['answers nonsense', 'echo nonsense; sleep 20'],
  ['floods without end', 'exec 2>/dev/null; yes | tr -d "\\n"'],
  ['answers another type', 'echo \'{"id":1,"type":"surprise"}\'; sleep 20'],
  ['claims more bytes than can be', 'echo \'{"id":1,"type":"data","bytes":1e15}\'; sleep 20'],
])('a helper that %s ends as a crash', async (_, script) => {
  await withFalseHelper(script, async (client) => {
    expect(await ask(client)).toBe('FILES_HELPER_CRASHED')
    expect(client.isAlive).toBe(false)
    expect(await ask(client)).toBe('FILES_HELPER_CRASHED')
  })
})

test('a helper that says nothing is stopped', async () => {
  await withFalseHelper('exec sleep 30', async (client) => {
    expect(await ask(client, 200)).toBe('FILES_HELPER_STALLED')
  })
})

test('answers to requests that nobody made are dropped', async () => {
  const script = 'echo \'{"id":77,"type":"done"}\'; echo \'{"id":1,"type":"done"}\'; sleep 20'
  await withFalseHelper(script, async (client) => {
    expect(await ask(client)).toBe('no error')
  })
})

test('a program that cannot be started ends as a crash', async () => {
  const client = HelperClient.start({ program: '/nonexistent/helper', args: [], descriptors: [], shownAs: 'x' })
  expect(await ask(client)).toBe('FILES_HELPER_CRASHED')
})
