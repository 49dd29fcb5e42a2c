import { expect, it } from 'vitest'
import { readCommandInput } from '../../../src-renderer/app/commands.ts'

const digest = `sha256:${'9f2c61d8'.repeat(8)}`

it.each([
  ['', 'empty'],
  ['   ', 'empty'],
  ['library://acme/genomics/gatk:4.6.1', 'reference'],
  ['docker://quay.io/biocontainers/samtools:1.20', 'reference'],
  ['docker-archive:/tmp/image.tar', 'reference'],
  ['debian:9', 'reference'],
  ['acme/genomics/gatk', 'reference'],
  [`ghcr.io/acme/gatk@${digest}`, 'reference'],
  ['localhost:5000/x/y:1', 'reference'],
  ['8883491F4268F173C6E5DC49EDECE4F3F38D871E', 'fingerprint'],
  ['8883 491f 4268 f173 c6e5  dc49 edec e4f3 f38d 871e', 'fingerprint'],
  ['0x8883491F4268F173C6E5DC49EDECE4F3F38D871E', 'fingerprint'],
  ['/home/ada/Containers/gatk.sif', 'path'],
  ['~/Containers', 'path'],
  ['gatk_4.6.1.sif', 'path'],
  ['C:\\images\\gatk.sif', 'path'],
  ['gatk', 'words'],
  ['verify all images', 'words'],
  ['F38D871E', 'words'],
])('reads %j as %s', (typed, kind) => {
  expect(readCommandInput(typed).kind).toBe(kind)
})

it('gives the plain fingerprint of whatever form was pasted', () => {
  expect(readCommandInput('8883 491f 4268 f173 c6e5  dc49 edec e4f3 f38d 871e')).toMatchObject({
    fingerprint: '8883491F4268F173C6E5DC49EDECE4F3F38D871E',
  })
})
