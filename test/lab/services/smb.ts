import { listening, type Service } from './service.ts'
import net from 'node:net'

const STATUS_NOT_SUPPORTED = 0xc00000bb

/** An SMB2 error response (MS-SMB2, section 2.2.2) to the first message, in its transport frame. */
const error = (status: number): Buffer => {
  const message = Buffer.alloc(64 + 9)
  message.write('fe534d42', 'hex')
  message.writeUInt16LE(64, 4)
  message.writeUInt32LE(status, 8)
  message.writeUInt32LE(1, 16)
  message.writeUInt16LE(9, 64)
  return Buffer.concat([Buffer.from([0, 0, 0, message.length]), message])
}

/** An SMB server that refuses every negotiation. */
export const refusesSmb: Service = async ({ address }) => {
  const server = net.createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', () => socket.write(error(STATUS_NOT_SUPPORTED)))
  })
  server.listen(445, address)
  await listening(server)
}
