/**
 * Asks a credential helper (`docker-credential-…`) for one login. The helper is a program of the user's own,
 * named by the user's own file; it gets the name of the registry on standard input and nothing else.
 */
import { spawn } from 'node:child_process'
import { z } from 'zod'
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { Credentials } from './credentials.ts'

const answerSchema = z.object({ Username: z.string().max(1000), Secret: z.string().max(65_536) })
const maximumOutputBytes = 256 * 1024
/** Long enough for a person to unlock a keychain. */
const timeoutMs = 60_000

/**
 * @param name what follows `docker-credential-`
 * @param server as the helper knows the registry
 * @returns null when the helper has no such login
 * @throws AppFailure CREDENTIAL_HELPER_FAILED
 */
export async function askHelper(name: string, server: string, host: string): Promise<Credentials | null> {
  const helper = `docker-credential-${name}`
  const failed = (reason: string) => failure('CREDENTIAL_HELPER_FAILED', { helper, host, reason })
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) throw failed('its name is not that of a program')
  const { code, output } = await run(helper, server).catch((error: unknown) => {
    throw failed(
      error instanceof Error && 'code' in error && error.code === 'ENOENT'
        ? 'it is not installed'
        : 'it could not be run',
    )
  })
  // Its own words go nowhere: they may hold what it keeps.
  if (code !== 0) {
    if (/not found/i.test(output)) return null
    throw failed(code === null ? 'it did not answer in time' : `it ended with ${code}`)
  }
  const parsed = answerSchema.safeParse(parseJson(output))
  if (!parsed.success) throw failed('its answer cannot be understood')
  const { Username: username, Secret: secret } = parsed.data
  if (secret === '') return null
  return username === '<token>'
    ? { kind: 'identityToken', token: secret }
    : { kind: 'password', username, password: secret }
}

function run(program: string, input: string): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['get'], { stdio: ['pipe', 'pipe', 'ignore'], shell: false, timeout: timeoutMs })
    const chunks: Buffer[] = []
    let length = 0
    child.once('error', reject)
    child.stdin.on('error', () => undefined)
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > maximumOutputBytes) child.kill()
      else chunks.push(chunk)
    })
    child.once('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString('utf8') }))
    child.stdin.end(input)
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
