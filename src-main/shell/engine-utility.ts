/** The engine in Electron's own utility process, and the platform port that the shell gives it. */
import { join } from 'node:path'
import { safeStorage, session, utilityProcess } from 'electron'
import { createFileSecrets, type Seal } from '../engine/platform/file-secrets.ts'
import { type ToEngine, type ToShell, toShellSchema } from '../engine/platform/host-messages.ts'
import type { Log } from '../engine/platform/log.ts'
import type { SecretStore } from '../engine/platform/port.ts'
import type { StartEngine } from './engine-process.ts'

export interface UtilityOptions {
  readonly secretsFolder: string
  readonly log: Log
  notify(title: string, body: string): void
}

/** Whether the system has a keychain for us; on Linux without one Electron would only obscure secrets. */
function hasKeychain(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
}

const keychainSeal: Seal = {
  protection: 'keychain',
  seal: (secret) => safeStorage.encryptString(secret),
  unseal: (sealed) => safeStorage.decryptString(sealed),
}

/** Starts engines in utility processes. Call after the application is ready. */
export function utilityEngine({ secretsFolder, log, notify }: UtilityOptions): StartEngine {
  const secrets = hasKeychain() ? createFileSecrets(secretsFolder, keychainSeal) : null
  return (onEnd) => {
    const args = secrets === null ? [] : ['--secrets=keychain']
    const child = utilityProcess.fork(join(__dirname, '..', 'main', 'engine.js'), args, {
      serviceName: 'SIF Desktop engine',
      stdio: 'inherit',
    })
    const post = (message: ToEngine): void => child.postMessage(message)
    child.on('message', (data: unknown) => {
      const message = toShellSchema.safeParse(data)
      if (!message.success) return log('error', 'message of the engine refused')
      if (message.data.type === 'notify') return notify(message.data.title, message.data.body)
      if (message.data.type === 'resolveProxy') return void answerProxy(message.data, post)
      if (message.data.type !== 'ready') void answer(message.data, secrets, post)
      return undefined
    })
    child.on('exit', (code) => onEnd(`exit code ${code}`))
    return {
      connect: (port) => child.postMessage({ type: 'connect' } satisfies ToEngine, [port]),
      stop: () => post({ type: 'stop' }),
    }
  }
}

/** Electron knows the system's settings and runs its PAC script, in a process of its own. */
async function answerProxy(
  { id, url }: { readonly id: number; readonly url: string },
  post: (message: ToEngine) => void,
) {
  const value = await session.defaultSession.resolveProxy(url).catch(() => null)
  post({ type: 'proxy', id, value })
}

type SecretQuestion = Extract<ToShell, { readonly type: 'getSecret' | 'setSecret' | 'deleteSecret' }>

async function answer(question: SecretQuestion, secrets: SecretStore | null, post: (message: ToEngine) => void) {
  const { id } = question
  try {
    if (secrets === null) throw new Error('no keychain')
    post({ type: 'secret', id, value: await ask(question, secrets) })
  } catch (error) {
    // The reason alone: what Electron says of a failed decryption does not contain the secret.
    post({ type: 'secretFailed', id, reason: error instanceof Error ? error.message : 'failed' })
  }
}

async function ask(question: SecretQuestion, secrets: SecretStore): Promise<string | null> {
  switch (question.type) {
    case 'getSecret':
      return secrets.get(question.name)
    case 'setSecret':
      await secrets.set(question.name, question.secret)
      return null
    case 'deleteSecret':
      await secrets.delete(question.name)
      return null
  }
}
