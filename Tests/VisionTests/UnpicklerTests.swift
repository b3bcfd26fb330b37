import Testing
import Vision

@Suite("Restricted unpickler")
struct UnpicklerTests {
  typealias Value = PickleValue<Never>

  /// Allows `test.pair` as a function of two arguments, and `test.Name` as a name only.
  static let unpickler = RestrictedUnpickler<Never>(
    constructors: [
      PickleGlobal("test", "pair"): { call throws(PickleError) in
        .list(call.arguments + call.appended + call.entries.map(\.value) + [call.state ?? .none])
      }
    ],
    names: [PickleGlobal("test", "Name")])

  static func value(_ program: String) throws -> Value {
    try unpickler.value(of: program.unicodeScalars.map { UInt8($0.value) }[...])
  }

  static func text(_ program: String) throws -> String { "\(try value(program))" }

  @Test("scalars of all protocols")
  func scalars() throws {
    let programs = [
      ("N.", "none"), ("I01\n.", "bool(true)"), ("\u{89}.", "bool(false)"), ("I-7\n.", "int(-7)"),
      ("L-12345678901L\n.", "int(-12345678901)"), ("K\u{FF}.", "int(255)"),
      ("M\u{01}\u{02}.", "int(513)"), ("J\u{FE}\u{FF}\u{FF}\u{FF}.", "int(-2)"),
      ("\u{8A}\u{02}\u{00}\u{80}.", "int(-32768)"), ("\u{8A}\u{00}.", "int(0)"),
      ("F2.5\n.", "double(2.5)"), ("G\u{40}\u{04}\0\0\0\0\0\0.", "double(2.5)"),
      ("V\\u00e9\u{E9}\n.", "string(\"éé\")"), ("\u{8C}\u{02}hi.", "string(\"hi\")"),
      ("X\u{02}\0\0\0hi.", "string(\"hi\")"), ("S'a\\x41\\n'\n.", "bytes([97, 65, 10])"),
      ("U\u{01}a.", "bytes([97])"), ("C\u{01}a.", "bytes([97])"),
      ("\u{80}\u{04}\u{95}\u{02}\0\0\0\0\0\0\0N.", "none"),
    ]
    for (program, expected) in programs {
      #expect(try Self.text(program).hasSuffix(expected), "\(program.debugDescription)")
    }
  }

  @Test("containers, and a list that is filled after it was put into a tuple")
  func containers() throws {
    #expect(try Self.value("(K\u{01}K\u{02}t.").elements?.compactMap(\.integer) == [1, 2])
    // [] memoised, put into a 1-tuple, then appended to by way of the memo.
    let late = try Self.value("]\u{94}\u{85}h\u{00}K\u{05}a0.")
    #expect(late.elements?.first?.elements?.compactMap(\.integer) == [5])
    let map = try Self.value("}(\u{8C}\u{01}aK\u{01}\u{8C}\u{01}aK\u{02}u.")
    #expect(map.entries?.count == 2)
    #expect(map["a"]?.integer == 2)
  }

  @Test("an allowed function is given its arguments, what was appended, set, and the state")
  func call() throws {
    let made = try Self.value(
      "ctest\npair\nK\u{01}K\u{02}\u{86}R(K\u{03}K\u{04}eK\u{09}K\u{05}sK\u{06}b.")
    #expect(made.elements?.compactMap(\.integer) == [1, 2, 3, 4, 5, 6])
  }

  @Test("os.system is refused by name, in every way a pickle can ask for it")
  func malicious() throws {
    let system = PickleGlobal("os", "system")
    for (program, offset) in [
      ("cos\nsystem\n(S'touch run'\ntR.", 0),
      ("\u{80}\u{04}\u{8C}\u{02}os\u{8C}\u{06}system\u{93}\u{8C}\u{03}run\u{85}R.", 14),
      ("\u{80}\u{02}cos\nsystem\n\u{8C}\u{03}run\u{85}\u{81}.", 2),
    ] {
      #expect(throws: PickleError.refusedGlobal(system, offset: offset)) {
        try Self.value(program)
      }
    }
    for opcode in ["i", "o", "\u{82}", "\u{92}"] {
      let found = #expect(throws: PickleError.self) { try Self.value("(\(opcode)os\nsystem\n.") }
      #expect(
        found
          == .unsupportedOpcode(UInt8(try #require(opcode.unicodeScalars.first).value), offset: 1)
      )
    }
  }

  @Test("what is allowed as a name cannot be called, nor what is no name")
  func refusedCalls() throws {
    #expect(throws: PickleError.refusedCall("test.Name", offset: 12)) {
      try Self.value("ctest\nName\n)R.")
    }
    #expect(throws: PickleError.refusedCall("what is no class or function", offset: 2)) {
      try Self.value("N)R.")
    }
    #expect(throws: PickleError.refusedCall("a persistent id", offset: 0)) {
      try Self.value("Pid\n.")
    }
  }

  @Test("a pickle that ends early is reported as truncated, wherever it was cut")
  func truncated() throws {
    let program = Array("\u{80}\u{04}}(X\u{02}\0\0\0hiJ\u{01}\0\0\0V12\nI5\nu.".unicodeScalars)
      .map { UInt8($0.value) }
    #expect(try Self.unpickler.value(of: program[...]).entries?.count == 2)
    for count in program.indices {
      let found = #expect(throws: PickleError.self) {
        try Self.unpickler.value(of: program.prefix(count))
      }
      guard case .truncated = found else {
        Issue.record("cut to \(count): \(String(describing: found))")
        continue
      }
    }
    // A length that the file does not have is no allocation.
    #expect(throws: PickleError.truncated(offset: 9)) {
      try Self.value("\u{8E}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\0\0\0")
    }
  }

  @Test("the stack and the memo cannot be abused")
  func abuse() throws {
    for program in [
      ".", "0.", "K\u{01}\u{86}.", "t.", "(K\u{01}a.", "h\u{07}.", "g99\n.", "\u{94}.",
      "]K\u{01}sN.", "NNb.", "}(K\u{01}u.", "K\u{01}K\u{02}a.", "(.", "\u{80}\u{63}.",
      "\u{8B}\u{FF}\u{FF}\u{FF}\u{7F}.",
    ] {
      #expect(throws: PickleError.self, "\(program.debugDescription)") { try Self.value(program) }
    }
    // A memo of one entry numbered four thousand million.
    #expect(
      try Self.value("K\u{05}r\u{FF}\u{FF}\u{FF}\u{FF}0j\u{FF}\u{FF}\u{FF}\u{FF}.").integer == 5)
  }

  @Test("several pickles one after the other are taken in turn, as old checkpoints hold them")
  func sequence() throws {
    let magic: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
    var rest = ([0x80, 2, 0x8A, 10] + magic + Array(".K".utf8) + [7] + Array(".tail".utf8))[...]
    guard case .longInt(magic) = try Self.unpickler.takeValue(from: &rest) else {
      Issue.record("no long integer")
      return
    }
    #expect(try Self.unpickler.takeValue(from: &rest).integer == 7)
    #expect(rest.elementsEqual("tail".utf8))
  }

  @Test("a list that contains itself is refused")
  func cycle() throws {
    #expect(throws: PickleError.containsItself) { try Self.value("]\u{94}h\u{00}a.") }
  }

  @Test("growth by a factor of ten with every few bytes is refused, and costs no memory")
  func billionLaughs() throws {
    var program = "]\u{94}"
    for level in UInt8(0)..<30 {
      let again = "h\(Character(Unicode.Scalar(level)))"
      program += "]\u{94}(" + String(repeating: again, count: 10) + "e"
    }
    let error = #expect(throws: PickleError.self) { try Self.value(program + ".") }
    #expect(error == .tooLarge(what: "reachable values", limit: 8_000_000))
  }

  @Test("depth and number of values are bounded")
  func bounds() throws {
    let deep = "N" + String(repeating: "\u{85}", count: 10_000) + "."
    #expect(throws: PickleError.tooLarge(what: "levels", limit: 64)) { try Self.value(deep) }
    var limits = RestrictedUnpickler<Never>.Limits()
    limits.values = 10
    let small = RestrictedUnpickler<Never>(constructors: [:], limits: limits)
    let wide = Array(repeating: UInt8(ascii: "N"), count: 11) + Array(".".utf8)
    #expect(throws: PickleError.tooLarge(what: "values", limit: 10)) {
      try small.value(of: wide[...])
    }
    // One byte each: the same value again, a mark, and one more thing to remember.
    for (opcode, what) in [
      (0x32, "values on the stack"), (0x28, "marks"), (0x94, "remembered values"),
    ] {
      let program = [UInt8(ascii: "N")] + Array(repeating: UInt8(opcode), count: 11)
      #expect(throws: PickleError.tooLarge(what: what, limit: 10)) {
        try small.value(of: program[...])
      }
    }
  }
}
