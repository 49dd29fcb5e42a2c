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
    fingerprint: 'F87DC927778591F7DC461D8F35106E2E13518569',
    secret: `
xVgEZFDDABYJKwYBBAHaRw8BAQdAqvdfW4jU8Y0THFmAMUm2U4horNDodkaD
QtOVoDBupg8AAQCdh9WXlDf28VFR/Vy9hqRwm0XtX0ydbFcAKkOTBf95wxCt
zTVEZW1vIEdlbm9taWNzIFJlbGVhc2UgPHJlbGVhc2VAZ2Vub21pY3MuZGVt
by5pbnZhbGlkPsKNBBMWCgA/BYJkUMMAAwsJBwkQNRBuLhNRhWkFFQgKDgwE
FgACAQIZAQKbAwIeARYhBPh9ySd3hZH33EYdjzUQbi4TUYVpAABbvwEAs8NR
6A3krbw6lxBqYDffM5d8Y6cknjjTPDKBqWNv9i8BAOSkfiaquGXUGoRQU6Xo
D2wOVtv5wCpU0E4Lb5rjgZYD
`,
  },
  automation: {
    userId: 'Demo Genomics Automation <automation@genomics.demo.invalid>',
    fingerprint: 'E4D414AA6ECE83F8679466A1E076C05A507330DD',
    secret: `
xVgEZFDDABYJKwYBBAHaRw8BAQdA+K9cV1KdwjiG+mYDHN7k8Qu7/FRf4T59
NakVbNnZsygAAP9DYfmeol99erYEsT2ZVDwNoxD3QVFDo0KKzxtWFqTxRA8t
zTtEZW1vIEdlbm9taWNzIEF1dG9tYXRpb24gPGF1dG9tYXRpb25AZ2Vub21p
Y3MuZGVtby5pbnZhbGlkPsKNBBMWCgA/BYJkUMMAAwsJBwkQ4HbAWlBzMN0F
FQgKDgwEFgACAQIZAQKbAwIeARYhBOTUFKpuzoP4Z5RmoeB2wFpQczDdAAAj
9wD/WyCO6vzat1swhJGPI3XRK8XO75WH+AfEf+3mJomTgEkA/AvffaF9warS
FZxroT9pPi7mKrqiEafOB645oMNEY90J
`,
  },
  base: {
    userId: 'Demo Base Images <base@images.demo.invalid>',
    fingerprint: '08EABB801CA03DFB8285425495502B1848038583',
    secret: `
xVgEZFDDABYJKwYBBAHaRw8BAQdA7IF60T0Mr3ZbXyZuamy7I6b0tEunofVu
iD+XTJuzarYAAP48vaVMcUu5l0yBO2YrcUrGnq8LnAV1hQTeMvfeihlbjg92
zStEZW1vIEJhc2UgSW1hZ2VzIDxiYXNlQGltYWdlcy5kZW1vLmludmFsaWQ+
wo0EExYKAD8FgmRQwwADCwkHCRCVUCsYSAOFgwUVCAoODAQWAAIBAhkBApsD
Ah4BFiEECOq7gBygPfuChUJUlVArGEgDhYMAAD9FAP4r5/Pz97/J860D9W9N
0HL6FhnmQejfMQGkMQh4Qf9LSgEAubkr7Ye64WcWd+78uwCD+J0DrCDWlZ9w
VzGSDcoFYgA=
`,
  },
  lapsed: {
    userId: 'Demo Flow Tools 2023 <tools@flow.demo.invalid>',
    fingerprint: 'EA4CBE85EEF1E3DCB267B5C74620C1C525C8B6B1',
    secret: `
xVgEZFDDABYJKwYBBAHaRw8BAQdAOvwZy5rvlW4yybUmpYm8yja5ReI74P9K
DGLQlagiciwAAP9m83hSM6gaEiHNzM7cXTdzGpzo+caYdbz9FlZqovoBmxHF
zS5EZW1vIEZsb3cgVG9vbHMgMjAyMyA8dG9vbHNAZmxvdy5kZW1vLmludmFs
aWQ+wpMEExYKAEUFgmRQwwAFiQIPWAADCwkHCRBGIMHFJci2sQUVCAoODAQW
AAIBAhkBApsDAh4BFiEE6ky+he7x49yyZ7XHRiDBxSXItrEAAJ9mAPkBDL4U
sS7blgnE+UCa09/Hh8KW1W8bQVcLHKmV217VhwEA0PQhmw3SAJMI9ja7MwQH
sSHWMDH8b+Z50oTGP78ZTgg=
`,
  },
  leaked: {
    userId: 'Demo Vault Builds <builds@vault.demo.invalid>',
    fingerprint: '10D8AF7EC3F223752AC47521B3970C490C3F9514',
    secret: `
xVgEZFDDABYJKwYBBAHaRw8BAQdAVf8CRg8AHWE4n6IpisHHQpFnTxT10HB1
p31O5n/nBTMAAP9WPA9N3M+s39iIIQtb8KWtVyzXo2wCgSYlNQFlNfvLeA+R
zS1EZW1vIFZhdWx0IEJ1aWxkcyA8YnVpbGRzQHZhdWx0LmRlbW8uaW52YWxp
ZD7CjQQTFgoAPwWCZFDDAAMLCQcJELOXDEkMP5UUBRUICg4MBBYAAgECGQEC
mwMCHgEWIQQQ2K9+w/IjdSrEdSGzlwxJDD+VFAAAuxQA/i78ITrA7rX91MyV
0hdr96O6A9X5WkBwhoFxc8sq3pCiAP9UGSf9dlqnOVx+6jTYDlh1LTb60FMh
hmJcY2VXjdDyAQ==
`,
  },
  retired: {
    userId: 'Demo Flow Tools 2022 <old-tools@flow.demo.invalid>',
    fingerprint: 'E9EFEF6074FB685B3CF06928DD1127C953E945BC',
    secret: `
xVgEYh3SgBYJKwYBBAHaRw8BAQdAXU22FmPDTyshKpnBTUjGxBBmFyRvyS4i
u/pZQJJ69HUAAQD/HC6WPgiZVIsufswlTP7oJxfXgliSFmtahUj42VcwOw4p
zTJEZW1vIEZsb3cgVG9vbHMgMjAyMiA8b2xkLXRvb2xzQGZsb3cuZGVtby5p
bnZhbGlkPsKNBBMWCgA/BYJiHdKAAwsJBwkQ3REnyVPpRbwFFQgKDgwEFgAC
AQIZAQKbAwIeARYhBOnv72B0+2hbPPBpKN0RJ8lT6UW8AADY2gEApd1oe/Tp
KmHwJCifkpeoImCn1w61N/ui2w6Gd1Uxs3AA/2H9WFlKS+Tp37fTh8Uq+xXR
fwBPFD052CMxT0hEhHYP
`,
  },
  course: {
    userId: 'Demo Teaching <course@cows.demo.invalid>',
    fingerprint: '54E70A6F384682612978D6FA2AC9CD22BFD95B7C',
    secret: `
xVgEZFDDABYJKwYBBAHaRw8BAQdA3drxjbFkRJMODZsLCSLNeObXfQX6uz6Q
UhCQTPV60B0AAQDUWe/404kaFt0AF3tmqiViBvn8bJ/o20JGge5G18K2sBGs
zShEZW1vIFRlYWNoaW5nIDxjb3Vyc2VAY293cy5kZW1vLmludmFsaWQ+wo0E
ExYKAD8FgmRQwwADCwkHCRAqyc0iv9lbfAUVCAoODAQWAAIBAhkBApsDAh4B
FiEEVOcKbzhGgmEpeNb6KsnNIr/ZW3wAAI4ZAP0UqC5UXCMB9Nw35qMYNFi6
fOXYx3MqJSn5/pNglZgN1QEA5mfIBFhjQu4H4MJ98s2LsCVqf/w5ce2uWS1m
FPjtigo=
`,
  },
  cow: {
    userId: 'Demo Cow Farm <farm@cows.demo.invalid>',
    fingerprint: '8F3F15389CA0AA9E9B80462CB2E0B376D5A51DDB',
    secret: `
xVgEZFDDABYJKwYBBAHaRw8BAQdAzW8PtKr+Er0IVZh3qTWiMiFcs+3Zkxgv
VvkoYyyORjIAAP42nPxTGaBC+WNJfCrfwto+Tbdw+ijlx7xP8JygX4M5EBHC
zSZEZW1vIENvdyBGYXJtIDxmYXJtQGNvd3MuZGVtby5pbnZhbGlkPsKNBBMW
CgA/BYJkUMMAAwsJBwkQsuCzdtWlHdsFFQgKDgwEFgACAQIZAQKbAwIeARYh
BI8/FTicoKqem4BGLLLgs3bVpR3bAACrGwEAoDguSUhG+JCJcJMKC6SUPkDT
ukOGDLIJEY6FGZAxLT8A/jq7NrA71HwUmzZINuIPxMK8iJGVL1e5VlG7Gthn
2t8B
`,
  },
} as const satisfies Record<string, DemoKey>

export type DemoSigner = keyof typeof demoKeys
