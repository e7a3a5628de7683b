/** What the server's executable is called on this platform. */
export const EXECUTABLE_NAME: string =
  process.platform === 'win32' ? 'nats-server.exe' : 'nats-server'
