/// The opcodes, in groups; each answers whether the opcode is one of its own. The names in comments
/// are those of CPython's pickletools.
extension PickleMachine {
  mutating func pushScalar(_ opcode: UInt8) throws(PickleError) -> Bool {
    switch opcode {
    case 0x80:  // PROTO
      let version = try input.unsigned(1)
      guard version <= 5 else { throw malformed("protocol \(version)") }
    case 0x95: _ = try input.unsigned(8)  // FRAME
    case UInt8(ascii: "N"): try push(value: .none)
    case 0x88: try push(value: .bool(true))
    case 0x89: try push(value: .bool(false))
    case UInt8(ascii: "I"):
      let line = try input.line()
      switch Array(line) {
      case Array("00".utf8): try push(value: .bool(false))
      case Array("01".utf8): try push(value: .bool(true))
      default: try push(value: .int(integer(line)))
      }
    case UInt8(ascii: "L"): try push(value: .int(input.integerLine()))
    case UInt8(ascii: "J"): try push(value: .int(input.signed(4)))
    case UInt8(ascii: "K"): try push(value: .int(input.unsigned(1)))
    case UInt8(ascii: "M"): try push(value: .int(input.unsigned(2)))
    case 0x8A: try pushLong(bytes: input.unsigned(1))  // LONG1
    case 0x8B: try pushLong(bytes: input.unsigned(4))  // LONG4
    case UInt8(ascii: "G"): try push(value: .double(input.double()))
    case UInt8(ascii: "F"):
      let line = try input.utf8Line()
      guard let value = Double(line) else { throw malformed("\(line.prefix(32)) is no float") }
      try push(value: .double(value))
    default: return false
    }
    return true
  }

  mutating func pushText(_ opcode: UInt8) throws(PickleError) -> Bool {
    switch opcode {
    case 0x8C: try push(value: .string(input.utf8(input.unsigned(1))))  // SHORT_BINUNICODE
    case UInt8(ascii: "X"): try push(value: .string(input.utf8(input.unsigned(4))))
    case 0x8D: try push(value: .string(input.utf8(input.unsigned(8))))  // BINUNICODE8
    case UInt8(ascii: "V"): try push(value: .string(rawUnicodeEscape(input.line())))
    case UInt8(ascii: "C"): try push(value: .bytes(Array(input.take(input.unsigned(1)))))
    case UInt8(ascii: "B"): try push(value: .bytes(Array(input.take(input.unsigned(4)))))
    case 0x8E, 0x96:  // BINBYTES8, BYTEARRAY8
      try push(value: .bytes(Array(input.take(input.unsigned(8)))))
    // Python 2's strings: bytes, whatever they were meant to be.
    case UInt8(ascii: "U"): try push(value: .bytes(Array(input.take(input.unsigned(1)))))
    case UInt8(ascii: "T"): try push(value: .bytes(Array(input.take(input.unsigned(4)))))
    case UInt8(ascii: "S"): try push(value: .bytes(quoted(input.line())))
    default: return false
    }
    return true
  }

  mutating func collect(_ opcode: UInt8) throws(PickleError) -> Bool {
    switch opcode {
    case UInt8(ascii: "("): try mark()
    case UInt8(ascii: ")"): try push(.tuple([]))
    case 0x85: try push(.tuple(pop(1)))
    case 0x86: try push(.tuple(pop(2)))
    case 0x87: try push(.tuple(pop(3)))
    case UInt8(ascii: "t"): try push(.tuple(popToMark()))
    case UInt8(ascii: "]"): try push(.list([]))
    case UInt8(ascii: "l"): try push(.list(popToMark()))
    case UInt8(ascii: "a"):
      let item = try pop()
      try append([item], to: top())
    case UInt8(ascii: "e"):
      let items = try popToMark()
      try append(items, to: top())
    case UInt8(ascii: "}"): try push(.dictionary([]))
    case UInt8(ascii: "d"):
      let entries = try popToMark()
      try push(.dictionary([]))
      try set(entries, in: top())
    case UInt8(ascii: "s"):
      let entry = try pop(2)
      try set(entry, in: top())
    case UInt8(ascii: "u"):
      let entries = try popToMark()
      try set(entries, in: top())
    default: return false
    }
    return true
  }

  mutating func remember(_ opcode: UInt8) throws(PickleError) -> Bool {
    switch opcode {
    case 0x94: try memoize()
    case UInt8(ascii: "p"): try memoize(at: input.integerLine())
    case UInt8(ascii: "q"): try memoize(at: input.unsigned(1))
    case UInt8(ascii: "r"): try memoize(at: input.unsigned(4))
    case UInt8(ascii: "g"): try pushAgain(remembered(input.integerLine()))
    case UInt8(ascii: "h"): try pushAgain(remembered(input.unsigned(1)))
    case UInt8(ascii: "j"): try pushAgain(remembered(input.unsigned(4)))
    case UInt8(ascii: "2"): try pushAgain(top())
    case UInt8(ascii: "0"): if isMarkOnTop { _ = try popToMark() } else { _ = try pop() }
    case UInt8(ascii: "1"): _ = try popToMark()
    default: return false
    }
    return true
  }

  mutating func construct(
    _ opcode: UInt8, isAllowed: (PickleGlobal) -> Bool
  ) throws(PickleError) -> Bool {
    switch opcode {
    case UInt8(ascii: "c"):
      let module = try input.utf8Line()
      try pushGlobal(PickleGlobal(module, input.utf8Line()), isAllowed: isAllowed)
    case 0x93:  // STACK_GLOBAL
      let parts = try pop(2)
      guard case .value(.string(let module)) = nodes[parts[0]],
        case .value(.string(let name)) = nodes[parts[1]]
      else { throw malformed("a global whose name is no string") }
      try pushGlobal(PickleGlobal(module, name), isAllowed: isAllowed)
    case UInt8(ascii: "R"), 0x81:  // REDUCE, NEWOBJ
      let parts = try pop(2)
      guard case .value(.global(let function)) = nodes[parts[0]] else {
        throw .refusedCall("what is no class or function", offset: input.start)
      }
      let call = PickleCallNode(function: function, arguments: parts[1], offset: input.start)
      try push(.call(call))
    case UInt8(ascii: "b"):
      let state = try pop()
      try setState(state, of: top())
    case UInt8(ascii: "P"):
      try push(value: .string(input.utf8Line()))
      try push(.persistent(id: pop(), offset: input.start))
    case UInt8(ascii: "Q"): try push(.persistent(id: pop(), offset: input.start))
    default: return false
    }
    return true
  }

  private mutating func pushLong(bytes count: Int) throws(PickleError) {
    if count <= 8 {
      try push(value: .int(input.signed(count)))
    } else {
      try push(value: .longInt(Array(input.take(count))))
    }
  }

  private mutating func pushGlobal(
    _ global: PickleGlobal, isAllowed: (PickleGlobal) -> Bool
  ) throws(PickleError) {
    guard isAllowed(global) else { throw .refusedGlobal(global, offset: input.start) }
    try push(value: .global(global))
  }
}
