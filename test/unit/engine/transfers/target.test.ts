import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findTarget } from '../../../../src-main/engine/transfers/target.ts'
import { AppFailure } from '../../../../src-shared/text/errors/index.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sif-desktop-target-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('makes the image folder also when a file in it is named', async () => {
  const images = join(folder, 'images')
  const target = await findTarget(join(images, 'a.sif'), images, 'usual.sif')
  expect([target, existsSync(images)]).toEqual([
    { path: join(images, 'a.sif'), folder: images, existingSizeBytes: null },
    true,
  ])
})

it('makes no other folder for a file', async () => {
  const elsewhere = join(folder, 'elsewhere')
  const failed = await findTarget(join(elsewhere, 'a.sif'), join(folder, 'images'), 'usual.sif').catch(
    (error: unknown) => error,
  )
  expect([failed instanceof AppFailure ? failed.error.code : failed, existsSync(elsewhere)]).toEqual([
    'FILE_NOT_FOUND',
    false,
  ])
})
