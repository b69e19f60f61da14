declare module 'postject' {
  /** Puts data into an executable as a resource of that name and sets the fuse. */
  export const inject: (
    file: string,
    resource: string,
    data: Buffer,
    options: { sentinelFuse: string },
  ) => Promise<void>
}
