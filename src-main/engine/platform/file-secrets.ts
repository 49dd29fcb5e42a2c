/**
 * Secrets in files, one each, readable by their owner only. Faces without a keychain keep them as
 * they are; the window seals each with the system's keychain first. A secret is never logged, and
 * a name never becomes a path of the caller's choosing.
 */
import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { SecretStore } from './port.ts'

/** How secrets are turned into what is written. */
export interface Seal {
  readonly protection: SecretStore['protection']
  seal(secret: string): Buffer
  unseal(sealed: Buffer): string
}

/** Nothing but the file's permissions. */
export const plainSeal: Seal = {
  protection: 'filePermissions',
  seal: (secret) => Buffer.from(secret, 'utf8'),
  unseal: (sealed) => sealed.toString('utf8'),
}

const maxSecretBytes = 1024 * 1024

/** @param folder made with mode 0700 when missing */
export function createFileSecrets(folder: string, seal: Seal = plainSeal): SecretStore {
  const suffix = seal.protection === 'keychain' ? '.sealed' : '.secret'
  const fileOf = (name: string): string => join(folder, `${fileNameOf(name)}${suffix}`)
  return {
    protection: seal.protection,
    async get(name) {
      try {
        const file = await open(fileOf(name), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
        try {
          const { size } = await file.stat()
          if (size > maxSecretBytes) return null
          return seal.unseal(await file.readFile())
        } finally {
          await file.close()
        }
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
        throw error
      }
    },
    async set(name, secret) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const target = fileOf(name)
      const temporary = `${target}.${randomUUID()}`
      try {
        const file = await open(temporary, 'wx', 0o600)
        try {
          await file.writeFile(seal.seal(secret))
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(temporary, target)
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      }
    },
    async delete(name) {
      await rm(fileOf(name), { force: true })
    },
  }
}

/** Every name has one file name; what is not plain is escaped, what is too long is hashed. */
function fileNameOf(name: string): string {
  const escaped = name.replace(/[^A-Za-z0-9_-]/gu, (character) => `%${Buffer.from(character).toString('hex')}`)
  return escaped.length <= 150 ? escaped : `long%${createHash('sha256').update(name).digest('hex')}`
}
