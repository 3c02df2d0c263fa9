// MessagePack is how the server's frames are packed.
export { decode } from "@msgpack/msgpack";
