import TestSupport
import Testing
import Vision

@Suite("Damaged checkpoints")
struct CheckpointDamageTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func expect(
    _ bytes: [UInt8], _ part: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let error = try CheckpointBytes.error(bytes, in: folder)
    #expect(
      error?.contains(part) == true, "\(error ?? "no error")", sourceLocation: sourceLocation)
  }

  @Test("the archive that the tests build is read when nothing is wrong with it")
  func sound() throws {
    let bytes = CheckpointBytes.torch(
      CheckpointBytes.pickle([.init(), .init(name: "row", start: 2, shape: [2], strides: [1])]),
      more: [
        .init(name: "a/version", content: Array("3\n".utf8)),
        .init(name: "a/byteorder", content: Array("little".utf8)),
      ])
    let file = try CheckpointBytes.open(bytes, in: folder)
    #expect(file.tensors.map(\.shape) == [[2, 2], [2]])
  }

  @Test("ZIP tricks: names outside the folder, names twice, entries that overlap or disagree")
  func archives() throws {
    typealias Entry = CheckpointBytes.Entry
    let pickle = CheckpointBytes.pickle([.init()])
    for name in ["/etc/passwd", "../a/data/1", "a/../../b", "C:/a", "a\\b", "", "a//b", "a/./b"] {
      try expect(
        CheckpointBytes.torch(pickle, more: [Entry(name: name)]), "outside its folder")
    }
    try expect(
      CheckpointBytes.torch(pickle, more: [Entry(name: "a/data/0")]), "two entries are called")
    try expect(
      CheckpointBytes.torch(pickle, more: [Entry(name: "b/data.pkl")]), "2 entries are called")
    try expect(
      CheckpointBytes.torch(pickle, more: [Entry(name: "a/data/1", localName: "a/data/2")]),
      "the ZIP entry a/data/1 is not what the directory says")
    try expect(
      CheckpointBytes.torch(pickle, more: [Entry(name: "a/data/1", method: 8)]),
      "which is compressed")
    try expect(
      CheckpointBytes.torch(pickle, more: [Entry(name: "a/data/1", flags: 1)]), "encrypted")
    try expect(
      CheckpointBytes.torch(pickle, more: [Entry(name: "a/data/1", size: 1 << 30)]),
      "is not what the directory says")
    try expect(
      CheckpointBytes.torch(pickle, more: [Entry(name: "a/data/1", offset: 1 << 30)]),
      "is not what the directory says")
    // One entry's content is another entry, header and all.
    let inner = CheckpointBytes.zip([Entry(name: "a/data/1")]).prefix(38)
    try expect(
      CheckpointBytes.zip([
        Entry(name: "a/data.pkl", content: Array(inner)), Entry(name: "a/data/1", offset: 40),
      ]), "overlap")
    try expect(
      CheckpointBytes.torch(pickle, more: [Entry(name: "a/constants.pkl")]), "TorchScript")
    try expect(
      CheckpointBytes.torch(pickle, more: [Entry(name: "a/version", content: [0x39, 0x39])]),
      "version “99”")
  }

  @Test("the 64-bit form of an archive is read, unless it and the 32-bit form disagree")
  func longArchives() throws {
    let entries = [
      CheckpointBytes.Entry(name: "a/data.pkl", content: CheckpointBytes.pickle([.init()])),
      CheckpointBytes.Entry(name: "a/data/0", content: [UInt8](repeating: 0, count: 16)),
    ]
    var bytes = CheckpointBytes.zip(entries, isLong: true)
    #expect(try CheckpointBytes.open(bytes, in: folder).tensors.count == 1)
    // The number of entries in the last record, then the directory's place in the one before.
    bytes[bytes.count - 14] = 3
    bytes[bytes.count - 12] = 3
    try expect(bytes, "two directories")
    bytes = CheckpointBytes.zip(entries, isLong: true)
    bytes[bytes.count - 22 - 20 - 8] ^= 1
    try expect(bytes, "is not where it should be")
    bytes = CheckpointBytes.zip(entries, isLong: true)
    bytes[bytes.count - 22 - 12] ^= 1
    try expect(bytes, "the ZIP64 end")
  }

  @Test("big-endian files are refused, of either age")
  func bigEndian() throws {
    try expect(
      CheckpointBytes.torch(
        CheckpointBytes.pickle([.init()]),
        more: [.init(name: "a/byteorder", content: Array("big".utf8))]), "big-endian")
    var legacy = try CheckpointBytes.fixture("state-legacy.pth")
    let key = Array("little_endian".utf8)
    let place = try #require(legacy.indices.first { legacy[$0...].starts(with: key) })
    let flag = try #require(legacy[place...].firstIndex(of: 0x88))
    legacy[flag] = 0x89
    try expect(legacy, "big-endian")
  }

  @Test("a tensor that claims more than the file has is named with both numbers of bytes")
  func claims() throws {
    func torch(_ tensor: CheckpointBytes.Tensor) -> [UInt8] {
      CheckpointBytes.torch(CheckpointBytes.pickle([tensor]))
    }
    try expect(torch(.init(shape: [2, 3], strides: [3, 1])), "claims 24 bytes where 16")
    try expect(torch(.init(stored: 1 << 40, shape: [1 << 40], strides: [1])), "where 16 are")
    try expect(torch(.init(stored: 2)), "claims 16 bytes where 8 are")
    try expect(torch(.init(start: 1)), "claims 20 bytes where 16 are")
    try expect(torch(.init(shape: [.max, .max])), "has a shape")
    try expect(torch(.init(strides: [.max, 1])), "strides of")
    try expect(torch(.init(start: -1)), "a start of")
    try expect(torch(.init(strides: [-1, 1])), "strides of")
    try expect(torch(.init(shape: [2, -2])), "a shape of")
    try expect(torch(.init(strides: [1])), "1 strides for 2 axes")
    try expect(torch(.init(shape: [1 << 30, 2], strides: [0, 0])), "(expanded)")
    try expect(torch(.init(key: "7")), "data/7 of tensor weight is missing")
    try expect(torch(.init(storage: "ComplexFloatStorage")), "torch.ComplexFloatStorage")
    try expect(torch(.init(stored: -1)), "persistent id")
    let expanded = try CheckpointBytes.fixture("expanded.pth")
    try expect(expanded, "a shape of [1000] over 1 elements (expanded)")
    try expect(
      CheckpointBytes.torch(CheckpointBytes.pickle([.init(), .init()])), "two tensors are called")
  }

  @Test("safetensors: headers that lie about lengths, gaps, overlaps, names and types")
  func safetensors() throws {
    func file(_ header: String, data: Int = 8) -> [UInt8] {
      CheckpointBytes.safetensors(header, data: data)
    }
    func entry(_ name: String, _ type: String, _ shape: String, _ from: Int, _ to: Int) -> String {
      #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[\#(from),\#(to)]}"#
    }
    _ = try CheckpointBytes.open(file("{\(entry("a", "F32", "[2]", 0, 8))}  "), in: folder)
    let a = entry("a", "F32", "[1]", 0, 4)
    for (header, part) in [
      ("{\(entry("a", "F32", "[4]", 0, 16))}", "claims 16 bytes where 8 are"),
      ("{\(entry("a", "F32", "[4]", 0, 8))}", "claims 16 bytes where 8 are"),
      ("{\(entry("a", "F32", "[1125899906842624,4096]", 0, 8))}", "claims"),
      ("{\(entry("a", "F32", "[99999999999999999,99999999999999999]", 0, 8))}", "a shape of"),
      ("{\(entry("a", "F32", "[-2]", 0, 8))}", "a shape of"),
      ("{\(entry("a", "F32", "[2]", 8, 0))}", "the header's entry for tensor a"),
      ("{\(a)}", "4 bytes belong to no tensor"),
      ("{\(a),\(entry("b", "F32", "[1]", 0, 4))}", "overlaps another"),
      ("{\(a),\(entry("b", "U8", "[3]", 5, 8))}", "leaves a gap"),
      ("{\(a),\(entry("a", "F32", "[1]", 4, 8))}", "a name occurs twice"),
      ("{\(entry("a", "F8_E4M3", "[8]", 0, 8))}", "tensor a: type F8_E4M3"),
      (#"{"a":{"dtype":"F32","shape":[2]}}"#, "the header's entry for tensor a"),
      (#"{"a":[]}"#, "lacks an object"), ("{\(a)} x", "lacks its end"), ("{ ", "lacks a string"),
    ] {
      try expect(file(header), part)
    }
    try expect(Array(file("{\(a)}").prefix(40)), "ends early")
    try expect(CheckpointBytes.little(1 << 33, 8) + Array("{".utf8), "ends early")
    try expect(
      CheckpointBytes.little(9_000_000, 8) + Array("{".utf8)
        + [UInt8](repeating: 0x20, count: 9_000_000), "a header of 9000000 bytes")
  }

  static let files = [
    "state.pth", "state-legacy.pth", "state.safetensors", "state-protocol-4.pth", "training.pth",
  ]

  @Test("a file that was cut is refused wherever the cut is", arguments: files)
  func cut(name: String) throws {
    let whole = try CheckpointBytes.fixture(name)
    for count in stride(from: 0, to: whole.count, by: 97) + [whole.count - 1] {
      let error = try CheckpointBytes.error(Array(whole.prefix(count)), in: folder)
      #expect(error != nil, "\(name) cut to \(count)")
    }
  }

  @Test("changed bytes end in values or in an error, never in a crash", arguments: files)
  func changed(name: String) throws {
    let whole = try CheckpointBytes.fixture(name)
    var generator = CaseGenerator(seed: UInt64(whole.count))
    var refused = 0
    for _ in 0..<500 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
      }
      if try CheckpointBytes.error(bytes, in: folder) != nil { refused += 1 }
    }
    #expect(refused > 50 && refused < 500)
  }
}
