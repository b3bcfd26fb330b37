/// Writes pickles of protocol 4 without a memo: what is used twice is written twice.
///
/// Source: CPython 3.12, Lib/pickletools.py, for the opcodes.
struct PickleWriter {
  private(set) var bytes: [UInt8] = [0x80, 4]

  mutating func stop() { bytes.append(UInt8(ascii: ".")) }

  mutating func none() { bytes.append(UInt8(ascii: "N")) }

  mutating func bool(_ value: Bool) { bytes.append(value ? 0x88 : 0x89) }

  /// An integer of 32 bits.
  mutating func int(_ value: Int32) {
    bytes.append(UInt8(ascii: "J"))
    append(UInt64(UInt32(bitPattern: value)), width: 4)
  }

  mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "X"))
    append(UInt64(text.utf8.count), width: 4)
    bytes += text.utf8
  }

  mutating func data(_ data: [UInt8]) {
    bytes.append(0x8E)
    append(UInt64(data.count), width: 8)
    bytes += data
  }

  mutating func global(_ global: PickleGlobal) {
    bytes.append(UInt8(ascii: "c"))
    bytes += "\(global.module)\n\(global.name)\n".utf8
  }

  mutating func tuple(_ items: (inout PickleWriter) -> Void) {
    bytes.append(UInt8(ascii: "("))
    items(&self)
    bytes.append(UInt8(ascii: "t"))
  }

  mutating func list(_ items: (inout PickleWriter) -> Void) {
    bytes += [UInt8(ascii: "]"), UInt8(ascii: "(")]
    items(&self)
    bytes.append(UInt8(ascii: "e"))
  }

  /// `items` writes keys and values in turn.
  mutating func dictionary(_ items: (inout PickleWriter) -> Void) {
    bytes += [UInt8(ascii: "}"), UInt8(ascii: "(")]
    items(&self)
    bytes.append(UInt8(ascii: "u"))
  }

  /// What `function` makes of `arguments`, with `state` set afterwards.
  mutating func object(
    _ function: PickleGlobal, arguments: (inout PickleWriter) -> Void,
    state: (inout PickleWriter) -> Void
  ) {
    global(function)
    tuple(arguments)
    bytes.append(UInt8(ascii: "R"))
    tuple(state)
    bytes.append(UInt8(ascii: "b"))
  }

  private mutating func append(_ value: UInt64, width: Int) {
    for byte in 0..<width { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * byte))) }
  }
}
