/** An engine that is killed in the middle of a pull, and the next one, which goes on with it. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createLinesChannel } from '../../../src-main/engine/platform/channel-lines.ts'
import { type Client, connectClient } from '../../../src-shared/contract/client.ts'
import type { Job } from '../../../src-shared/model/job.ts'
import { startCommand } from '../../support/command-line.ts'
import { startLibraryService } from '../../support/library-service/index.ts'
import { smallSif } from '../../support/small-sif.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

// Real processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 90_000 })

const sizeBytes = 4_000_000

function startEngine(home: string) {
  const child = startCommand(home, ['engine', '--stdio'])
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, client: connectClient(createLinesChannel(child.stdout, child.stdin)) }
}

async function answered<Value>(answer: Promise<{ ok: true; value: Value } | { ok: false; error: unknown }>) {
  const settled = await answer
  if (!settled.ok) throw new Error(JSON.stringify(settled.error))
  return settled.value
}

const onlyJob = async (client: Client): Promise<Job> => {
  const [job] = await answered(client.call('jobs.list', {}))
  if (job === undefined) throw new Error('there is no job')
  return job
}

it('a pull outlives the engine that began it', async () => {
  const home = await temporaryFolder()
  const images = join(home, 'pulled')
  const service = await startLibraryService()
  onTestFinished(() => service.close())
  const file = await smallSif('amd64', sizeBytes)
  service.put('ada/tools/large', file, { tags: ['1.0'] })
  service.faults.switchOn({ route: /^GET \/(bucket|.*imagefile)/, fault: { kind: 'slow', bytesPerSecond: 400_000 } })

  const first = startEngine(home)
  await answered(first.client.call('settings.set', { imageFolder: images }))
  const remote = { name: 'Lab', uri: service.origin, insecure: false, token: service.token }
  await answered(first.client.call('remotes.add', remote))
  await answered(first.client.call('remotes.use', { name: 'Lab' }))
  const reference = 'library://ada/tools/large:1.0'
  const { jobId } = await answered(first.client.call('transfers.pull', { reference, architecture: 'amd64' }))
  await expect
    .poll(async () => (await onlyJob(first.client)).progress, { timeout: 30_000, interval: 50 })
    .toMatchObject({ phase: 'downloading', bytesDone: expect.toSatisfy((bytes: number) => bytes > 1_500_000) })
  first.child.kill('SIGKILL')
  await new Promise((resolve) => first.client.onGone(() => resolve(null)))

  const atDeath = await readdir(images)
  expect(atDeath.filter((name) => !name.startsWith('.'))).toEqual([])

  service.faults.reset()
  const second = startEngine(home)
  await expect.poll(async () => (await onlyJob(second.client)).state, { timeout: 30_000 }).toBe('done')
  const job = await onlyJob(second.client)
  expect(job).toMatchObject({ id: jobId, kind: 'pull', result: { resumed: true } })
  const { path, digest, bytesDownloaded } = job.result as { path: string; digest: string; bytesDownloaded: number }
  expect(bytesDownloaded).toBeLessThan(file.length)
  const arrived = await readFile(path)
  expect(arrived.equals(file)).toBe(true)
  expect(digest).toBe(`sha256:${createHash('sha256').update(file).digest('hex')}`)
  expect(await readdir(images)).toEqual(['large_1.0.sif'])
  second.client.close()
})
