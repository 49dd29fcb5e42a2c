/**
 * Keys of the demo's invented signers. They are public by being here and protect nothing: never use
 * one for anything but the demo. Fixed, so that demo images have the same digests everywhere.
 */

export interface DemoKey {
  readonly userId: string
  /** 40 upper-case hex digits. */
  readonly fingerprint: string
  /** Base64 of the secret key packets, without a passphrase. */
  readonly secret: string
}

export const demoKeys = {
  release: {
    userId: 'Demo Genomics Release <release@genomics.demo.invalid>',
    fingerprint: '7F51650398D22D0A6A419D18616B37D8B79A960C',
    secret: `
xVgEZFDDABYJKwYBBAHaRw8BAQdA8F+64eUhMxFh1yr3C+zyhMl2zsnzBMKX
36CXEEDNE4AAAQC5TatDu8MnafbHkt64ZFjmWXT880RQEWlPTnw4uBoaehAL
zTVEZW1vIEdlbm9taWNzIFJlbGVhc2UgPHJlbGVhc2VAZ2Vub21pY3MuZGVt
by5pbnZhbGlkPsKNBBMWCgA/BYJkUMMAAwsJBwkQYWs32LealgwFFQoIDgwE
FgACAQIZAQKbAwIeARYhBH9RZQOY0i0KakGdGGFrN9i3mpYMAAAkKQD+PC+Z
y7pVI6q28oPL7e79ZE6DmI0+5uHrP5VyT/a8Di8BAMy9noPIW9qe7WLze6Kz
+Nx93bUUDyBGCr80ej/pUqQA
`,
  },
  automation: {
    userId: 'Demo Genomics Automation <automation@genomics.demo.invalid>',
    fingerprint: '044F74C098F05E7039AB0001B0127F33CD1774E6',
    secret: `
xVgEZFDDABYJKwYBBAHaRw8BAQdAHvrAkgID1eg/8FQW2D1RbGcDVEG2NS4m
TM5kDLFlU0AAAP9rTiB0ilU7uCdlQDl+fQNK0bpUcFw2DchYX6rlOPG8BA5Q
zTtEZW1vIEdlbm9taWNzIEF1dG9tYXRpb24gPGF1dG9tYXRpb25AZ2Vub21p
Y3MuZGVtby5pbnZhbGlkPsKNBBMWCgA/BYJkUMMAAwsJBwkQsBJ/M80XdOYF
FQoIDgwEFgACAQIZAQKbAwIeARYhBARPdMCY8F5wOasAAbASfzPNF3TmAAC4
2QEA0QAVyQmJkmCilp1pEviFYCpLgCQxmBIWC77AhAeBa6gBAKP+m7QTYLNN
ybF6kIr0apQ/m+Xm+S7lOsRsU/Xa6UcC
`,
  },
  base: {
    userId: 'Demo Base Images <base@images.demo.invalid>',
    fingerprint: '3D4097DCD7386C8ADA1E15C8D0E69FC2B71AB4E9',
    secret: `
xVgEZFDDABYJKwYBBAHaRw8BAQdAzT4rf2k3RxfAGilYQpaSROdomwXpcG19
Y+7GQhQvA6kAAQDvUyKXfRTEHu0j8YzsCDm89H/hF2DOgFvrWOIOrasEqBCQ
zStEZW1vIEJhc2UgSW1hZ2VzIDxiYXNlQGltYWdlcy5kZW1vLmludmFsaWQ+
wo0EExYKAD8FgmRQwwADCwkHCRDQ5p/Ctxq06QUVCggODAQWAAIBAhkBApsD
Ah4BFiEEPUCX3Nc4bIraHhXI0OafwrcatOkAAOTxAQCpy0k/4lqf5WH484lL
Nhq8GV5owS49URERH1rDJOxFugEA3Jl1v582djaGZy3ERuiTJrWUgo+qKnhj
yRJ+ZYTDYAg=
`,
  },
  lapsed: {
    userId: 'Demo Flow Tools 2023 <tools@flow.demo.invalid>',
    fingerprint: '89F2B4438D7441935AC996EC9A402A7B07768394',
    secret: `
xVgEZFDDABYJKwYBBAHaRw8BAQdAlLp/c9ME2YTs2MDefgw/tZ0gdAwGYkZi
nGG+3DcHCgIAAQDxOMYfDW8KbufTFAR1F09YTLCNkgAvvkbS3RqoseOACA3j
zS5EZW1vIEZsb3cgVG9vbHMgMjAyMyA8dG9vbHNAZmxvdy5kZW1vLmludmFs
aWQ+wpMEExYKAEUFgmRQwwAFiQIPWAADCwkHCRCaQCp7B3aDlAUVCggODAQW
AAIBAhkBApsDAh4BFiEEifK0Q410QZNayZbsmkAqewd2g5QAAIQHAP9NRSbU
GUttAjqwn/n/6yDFAfRrfVKEpjJHn8fX6pEzmAEA9fksSdv1SjJ5FME9bbef
M6ISqwBbX+tjkQpoN5g0hQM=
`,
  },
  leaked: {
    userId: 'Demo Vault Builds <builds@vault.demo.invalid>',
    fingerprint: 'DBF6A5945AF4295D1469B7D0843416F2BBCEA47A',
    secret: `
xVgEZFDDABYJKwYBBAHaRw8BAQdAB3yEg9F9wdfhwyrGJjGKjSbjwCCgPsXJ
1vTveoQfabUAAP94JHSJdHUHtyk14wdcAjCjtxRKq14FlnRWokvQ+7c0nA56
zS1EZW1vIFZhdWx0IEJ1aWxkcyA8YnVpbGRzQHZhdWx0LmRlbW8uaW52YWxp
ZD7CjQQTFgoAPwWCZFDDAAMLCQcJEIQ0FvK7zqR6BRUKCA4MBBYAAgECGQEC
mwMCHgEWIQTb9qWUWvQpXRRpt9CENBbyu86kegAA9lUA/iG5x9saOO3cjjdY
dej9JtTBf3t/uYwYTodV8lgIGekgAP9zevZhM5+cPBJau0Chnd0vnQ2LHKRf
Tk29CzGoAg2LDw==
`,
  },
  retired: {
    userId: 'Demo Flow Tools 2022 <old-tools@flow.demo.invalid>',
    fingerprint: '297F46806F450BAA794856B030B5246A4B70F4B2',
    secret: `
xVgEYh3SgBYJKwYBBAHaRw8BAQdABiPeHkItA7pORHusMG07WDlXIEURCuhk
p6ABLy+gES8AAQDhuvYmfBh93U4rovrLoSCyRSopdsDZoMr6U5XxE0ZnQxDg
zTJEZW1vIEZsb3cgVG9vbHMgMjAyMiA8b2xkLXRvb2xzQGZsb3cuZGVtby5p
bnZhbGlkPsKNBBMWCgA/BYJiHdKAAwsJBwkQMLUkaktw9LIFFQoIDgwEFgAC
AQIZAQKbAwIeARYhBCl/RoBvRQuqeUhWsDC1JGpLcPSyAADEkAD/f9O+HgrU
lrOs2aNUAFwKsFBfCXLFsa2Qs+erSnPsTcIBALHTn6mCq5Qwcw/XjZK6g5Qp
YQd97QNll2YtsFIF4KEG
`,
  },
  course: {
    userId: 'Demo Teaching <course@cows.demo.invalid>',
    fingerprint: '1D0CEF3C3A445E39F30BDDF4619B35A3E370E6E1',
    secret: `
xVgEZFDDABYJKwYBBAHaRw8BAQdANFxLVeqPuUwbxGJgQ6hv/TrvGi4TOX4Y
gn+ctazlFfoAAQCNVMSt6am2li9d1pXqBZOGjuAsVGbBIMIqfazTLEl7zBEJ
zShEZW1vIFRlYWNoaW5nIDxjb3Vyc2VAY293cy5kZW1vLmludmFsaWQ+wo0E
ExYKAD8FgmRQwwADCwkHCRBhmzWj43Dm4QUVCggODAQWAAIBAhkBApsDAh4B
FiEEHQzvPDpEXjnzC930YZs1o+Nw5uEAAPj+AQC+tIjNBBDVjOTLaiqgKCzL
+vdvvTd70o3Hc+WrVRLO/AEAysy1Kbpc2LGKCo3W5SYOkzjmUTWAZL5d7hZq
Lv/udgk=
`,
  },
  cow: {
    userId: 'Demo Cow Farm <farm@cows.demo.invalid>',
    fingerprint: '28A376CF2F992C597966F22AC7EF1481D764773C',
    secret: `
xVgEZFDDABYJKwYBBAHaRw8BAQdAbnPfuwqxvpEkfd8l5PPiQetqDD+8pTof
qvXhFuODauEAAQCzS+z7Fc7GCWV27Kn6o5rHUGqMBb2+kFDtWjVhNTW7CBC2
zSZEZW1vIENvdyBGYXJtIDxmYXJtQGNvd3MuZGVtby5pbnZhbGlkPsKNBBMW
CgA/BYJkUMMAAwsJBwkQx+8UgddkdzwFFQoIDgwEFgACAQIZAQKbAwIeARYh
BCijds8vmSxZeWbyKsfvFIHXZHc8AADUpwEAjdhlWLsphqwS+au/pM8zVBhe
jrZQXsCOC9U5a86dgMEBAJtdN2hX8xAJqtDGJyWT5tZ6ua67pgJUh0cvb7Uw
AIsM
`,
  },
} as const satisfies Record<string, DemoKey>

export type DemoSigner = keyof typeof demoKeys
