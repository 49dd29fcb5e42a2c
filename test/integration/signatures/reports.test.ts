/** Checks of many images that outlive what started them, and signatures of Sequoia; a signing that is killed. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts'
import { silentLog } from '../../../src-main/engine/platform/log.ts'
import { findPaths } from '../../../src-main/engine/platform/paths.ts'
import { createPlainPlatform } from '../../../src-main/engine/platform/plain-platform.ts'
import type { CallInput, CallName, CallValue } from '../../../src-shared/contract/index.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { ended, startCommand } from '../../support/command-line.ts'
import { inFolder } from '../../support/folder.ts'
import { definitionObject, hasProgram, makeImage, partitionObject } from '../../support/make-sif.ts'
import { appendSignature, messageFor } from '../../support/test-signer.ts'
import { withTrustEngine } from '../../support/trust-engine.ts'

function openEngine(home: string, resumeJobs: boolean): Engine {
  const paths = findPaths({ SIF_DESKTOP_HOME: home })
  return createEngine({ paths, platform: createPlainPlatform('terminal', paths), log: silentLog, resumeJobs })
}

async function call<Name extends CallName>(
  engine: Engine,
  name: Name,
  params: CallInput<Name>,
): Promise<CallValue<Name>> {
  const result = await engine.call(name, params, { signal: new AbortController().signal })
  if (!result.ok) throw new AppFailure(result.error)
  return result.value as CallValue<Name>
}

/** As if the process of the engine had ended with it: these tests all run in one. */
function ownerIsGone(home: string): void {
  const database = new Database(findPaths({ SIF_DESKTOP_HOME: home }).database)
  database.prepare('UPDATE jobs SET owner = ?').run(`${hostname()}:${process.pid}:0`)
  database.close()
}

async function finished(engine: Engine): Promise<NonNullable<CallValue<'signatures.report'>>> {
  for (let tries = 0; tries < 1200; tries += 1) {
    const report = await call(engine, 'signatures.report', {})
    if (report !== null && report.finishedAt !== null) return report
    await wait(50)
  }
  throw new Error('the report does not end')
}

describe('a check of many images', () => {
  it('goes on where it was when its engine ended, and knows what was said before', { timeout: 120_000 }, async () => {
    await inFolder(async (folder) => {
      const home = join(folder, 'home')
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await makeImage(join(folder, `${name}.sif`))
      const first = openEngine(home, false)
      await call(first, 'signatures.verifyMany', { paths: [folder] })
      // Ends in the middle: nothing is lost and nothing is said to have been stopped by anybody.
      await first.close()
      ownerIsGone(home)
      const second = openEngine(home, true)
      try {
        const report = await finished(second)
        expect(report.wasStopped).toBe(false)
        expect(report.files.map(({ outcome, before }) => [outcome.kind, before])).toEqual(
          Array.from({ length: 6 }, () => ['checked', null]),
        )
        await call(second, 'signatures.verifyMany', { paths: [join(folder, 'a.sif')] })
        const [file] = (await finished(second)).files
        expect(file).toMatchObject({ before: { verdict: 'notSigned', at: report.startedAt } })
      } finally {
        await second.close()
      }
    })
  })

  it('that is stopped says so and keeps what it found', { timeout: 60_000 }, async () => {
    await inFolder(async (folder) => {
      for (const name of ['a', 'b', 'c', 'd']) await makeImage(join(folder, `${name}.sif`))
      const engine = openEngine(join(folder, 'home'), false)
      try {
        const { jobId } = await call(engine, 'signatures.verifyMany', { paths: [folder] })
        await call(engine, 'jobs.cancel', { id: jobId })
        for (let tries = 0; tries < 400; tries += 1) {
          const report = await call(engine, 'signatures.report', {})
          if (report?.jobId === null) break
          await wait(25)
        }
        const report = await call(engine, 'signatures.report', {})
        expect(report?.jobId).toBeNull()
        expect(report?.wasStopped).toBe(true)
        expect(report?.files).toHaveLength(4)
      } finally {
        await engine.close()
      }
    })
  })
})

describe.skipIf(!hasProgram('openssl'))('a signing that is killed (needs openssl)', () => {
  it('leaves the old image whole, and the next one sweeps what it left', { timeout: 180_000 }, async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'large.sif')
      await makeImage(path, undefined, {
        objects: [definitionObject(), partitionObject(Buffer.alloc(96 * 1024 * 1024, 3))],
      })
      const digest = () => createHash('sha256').update(readFileSync(path)).digest('hex')
      const before = digest()
      const key = join(folder, 'key.pem')
      execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', key], { stdio: 'ignore' })
      const partials = () => readdirSync(folder).filter((name) => name.endsWith('.partial'))
      const child = startCommand(join(folder, 'home'), ['sign', path, '--key-file', key])
      const end = ended(child)
      for (let tries = 0; tries < 8000 && partials().length === 0 && child.exitCode === null; tries += 1) await wait(2)
      child.kill('SIGKILL')
      await end
      expect(digest()).toBe(before)
      expect(partials()).toHaveLength(1)
      const again = startCommand(join(folder, 'home'), ['sign', path, '--key-file', key])
      expect((await ended(again)).code).toBe(0)
      expect(partials()).toEqual([])
      expect(digest()).not.toBe(before)
    })
  })
})

describe.skipIf(!hasProgram('sq'))('a message that Sequoia signed (needs sq)', () => {
  it('is checked here, by the subkey that signed it', { timeout: 60_000 }, async () => {
    await withTrustEngine(async ({ folder, keyring, trust, signatures, call: context }) => {
      const path = join(folder, 'image.sif')
      await makeImage(path)
      const [secret, text, signed] = ['key.pgp', 'message.json', 'signed.asc'].map((name) => join(folder, name))
      if (secret === undefined || text === undefined || signed === undefined) throw new Error('three names')
      execFileSync('sq', ['key', 'generate', '--userid', 'Sam <sam@example.org>', '--export', secret])
      writeFileSync(text, await messageFor(path))
      execFileSync('sq', ['sign', '--cleartext-signature', '--signer-key', secret, '--output', signed, text])
      const armored = execFileSync('sq', ['key', 'extract-cert', secret], { encoding: 'utf8' })
      const { changes } = await keyring.importMaterial({ kind: 'text', text: armored })
      const fingerprint = changes[0]?.fingerprint ?? ''
      await appendSignature(path, readFileSync(signed, 'utf8').trimEnd(), fingerprint)
      const check = () =>
        signatures.verify({
          path,
          scope: { groupId: null, objectId: null, legacy: false },
          lookUpKeys: false,
          keyFiles: [],
        })
      expect(await check()).toMatchObject({
        verdict: 'unknown',
        signatures: [{ fingerprint, state: 'intact', keyState: 'ok', covers: [1, 2, 3] }],
      })
      trust.handlers['trust.decide'](
        { fingerprint, kind: 'verified', how: 'phone', scope: { kind: 'everywhere' }, note: '' },
        context,
      )
      expect((await check()).verdict).toBe('verified')
      expect(existsSync(path)).toBe(true)
    })
  })
})
