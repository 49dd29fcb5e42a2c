/**
 * What networks and servers do to a pull, and how it must end: done with the right bytes, or
 * with this error. The rows of the table in docs/faults.md come from here.
 */
import type { ErrorCode } from '../../../src-shared/text/errors/index.ts'
import type { Fault, FaultRule } from '../../support/library-service/index.ts'
import type { ProxyRule } from '../../support/registry/faulty-proxy.ts'

export const storage = /^GET \/bucket\//
const later: Fault = { kind: 'status', status: 429, headers: { 'retry-after': '1' } }

export type Downloads = 'direct' | 'storage303' | 'registry'

/** What the network does, how the bytes come, by which rules, and how the pull ends. */
export type FaultCase = readonly [
  name: string,
  downloads: Downloads,
  rules: readonly FaultRule[],
  end: 'done' | ErrorCode,
]

export const libraryFaults: readonly FaultCase[] = [
  ['one cut', 'storage303', [{ route: storage, fault: { kind: 'cut', atByte: 5000 }, times: 1, after: 2 }], 'done'],
  ['a cut of the first part', 'storage303', [{ route: storage, fault: { kind: 'cut', atByte: 1 }, times: 1 }], 'done'],
  [
    'a cut of every part again and again',
    'storage303',
    [{ route: storage, fault: { kind: 'cut', atByte: 7000 } }],
    'done',
  ],
  [
    'cuts of a whole stream without ranges',
    'direct',
    [{ route: /imagefile/, fault: { kind: 'rangeIgnored' }, times: 1 }],
    'done',
  ],
  ['a closed connection', 'storage303', [{ route: storage, fault: { kind: 'offline' }, times: 2 }], 'done'],
  ['no connection any more', 'storage303', [{ route: storage, fault: { kind: 'offline' }, after: 2 }], 'OFFLINE'],
  ['a busy storage', 'storage303', [{ route: storage, fault: later, times: 1, after: 1 }], 'done'],
  [
    'a storage that stays busy',
    'storage303',
    [{ route: storage, fault: { kind: 'status', status: 429, headers: { 'retry-after': '900' } } }],
    'TOO_MANY_REQUESTS',
  ],
  [
    'a failing storage that recovers',
    'storage303',
    [{ route: storage, fault: { kind: 'status', status: 500 }, times: 2 }],
    'done',
  ],
  ['a failing storage', 'storage303', [{ route: storage, fault: { kind: 'status', status: 500 } }], 'SERVER_FAILED'],
  [
    'a wrong byte',
    'storage303',
    [{ route: storage, fault: { kind: 'wrongByte', at: 100 }, times: 1, after: 3 }],
    'DIGEST_DIFFERS',
  ],
  [
    'a wrong byte in one stream',
    'direct',
    [
      { route: /imagefile/, fault: { kind: 'rangeIgnored' }, times: 1 },
      { route: /imagefile/, fault: { kind: 'wrongByte', at: 50_000 } },
    ],
    'DIGEST_DIFFERS',
  ],
  [
    'a byte too many',
    'storage303',
    [{ route: storage, fault: { kind: 'wrongLength', by: 1 }, times: 1, after: 1 }],
    'SIZE_DIFFERS',
  ],
  [
    'a byte too few',
    'storage303',
    [{ route: storage, fault: { kind: 'wrongLength', by: -1 }, times: 1, after: 1 }],
    'SIZE_DIFFERS',
  ],
  ['ranges ignored', 'storage303', [{ route: storage, fault: { kind: 'rangeIgnored' } }], 'done'],
  [
    'ranges ignored for a later part',
    'storage303',
    [{ route: storage, fault: { kind: 'rangeIgnored' }, after: 2 }],
    'done',
  ],
  [
    'another range than asked for',
    'storage303',
    [{ route: storage, fault: { kind: 'otherRange' }, times: 1, after: 1 }],
    'done',
  ],
  [
    'no file behind the record',
    'direct',
    [{ route: /imagefile/, fault: { kind: 'status', status: 404 } }],
    'FILE_NOT_ON_SERVER',
  ],
  [
    'a login that has ended',
    'direct',
    [{ route: /imagefile/, fault: { kind: 'status', status: 401 } }],
    'NOT_LOGGED_IN',
  ],
  ['a record that fails', 'direct', [{ route: /v1\/images/, fault: { kind: 'status', status: 500 } }], 'SERVER_FAILED'],
  [
    'an address that has ended',
    'storage303',
    [{ route: storage, fault: { kind: 'status', status: 403 }, times: 3, after: 1 }],
    'done',
  ],
  [
    'addresses that never work',
    'storage303',
    [{ route: storage, fault: { kind: 'status', status: 403 } }],
    'SERVER_FORBIDS',
  ],
  ['a registry without the blob', 'registry', [{ route: /\/blobs\//, fault: { kind: 'status', status: 404 } }], 'done'],
  [
    'a registry that refuses the token',
    'registry',
    [{ route: /\/blobs\//, fault: { kind: 'status', status: 401 } }],
    'done',
  ],
  [
    'a redirect that is refused',
    'registry',
    [{ route: /oci-redirect/, fault: { kind: 'status', status: 500 } }],
    'done',
  ],
  [
    'a wrong byte from the registry',
    'registry',
    [{ route: /\/blobs\//, fault: { kind: 'wrongByte', at: 9 }, times: 1 }],
    'DIGEST_DIFFERS',
  ],
  [
    'a redirect to a file',
    'direct',
    [{ route: /imagefile/, fault: { kind: 'redirect', status: 303, to: 'file:///etc/passwd' } }],
    'REDIRECT_REFUSED',
  ],
  [
    'a redirect to plain http elsewhere',
    'direct',
    [{ route: /imagefile/, fault: { kind: 'redirect', status: 303, to: 'http://storage.example.org/x' } }],
    'HTTP_NOT_ALLOWED',
  ],
  ['a slow server', 'storage303', [{ route: storage, fault: { kind: 'slow', bytesPerSecond: 200_000 } }], 'done'],
]

const blob = /^GET .*\/blobs\//
/** The same for a registry of SIF files. */
export const registryFaults: readonly (readonly [
  name: string,
  rules: readonly ProxyRule[],
  end: 'done' | ErrorCode,
])[] = [
  ['one cut', [{ route: blob, fault: { kind: 'cut', atByte: 3000 }, times: 2 }], 'done'],
  ['cuts again and again', [{ route: blob, fault: { kind: 'cut', atByte: 9000 } }], 'done'],
  ['a stumbling server', [{ route: blob, fault: { kind: 'status', status: 500 }, times: 2 }], 'done'],
  ['a failing server', [{ route: /blobs/, fault: { kind: 'status', status: 500 } }], 'SERVER_FAILED'],
  ['a stumbling manifest', [{ route: /manifests/, fault: { kind: 'status', status: 502 }, times: 2 }], 'done'],
  [
    'a busy server',
    [{ route: blob, fault: { kind: 'status', status: 429, headers: { 'retry-after': '1' } }, times: 2 }],
    'done',
  ],
  [
    'a server busy for long',
    [{ route: /manifests/, fault: { kind: 'status', status: 429, headers: { 'retry-after': '900' } } }],
    'TOO_MANY_REQUESTS',
  ],
  ['no pulls left', [{ route: /manifests/, fault: { kind: 'status', status: 429 } }], 'PULL_LIMIT_REACHED'],
  ['a wrong byte', [{ route: blob, fault: { kind: 'wrongByte', at: 40 } }], 'DIGEST_DIFFERS'],
  ['a wrong manifest', [{ route: /manifests/, fault: { kind: 'wrongByte', at: 40 } }], 'DIGEST_DIFFERS'],
  ['ranges ignored', [{ route: blob, fault: { kind: 'rangeIgnored' } }], 'done'],
  ['a short body', [{ route: blob, fault: { kind: 'short', by: 1 } }], 'SIZE_DIFFERS'],
]
