import Foundation
import Testing
import Vision

@Suite("NumPy files")
struct NPYFileTests {
  struct Golden: Decodable {
    var shape: [Int]
    var values: [Double]
  }

  static func path(_ name: String) -> String { "\(DatasetFixtures.images)/arrays/\(name).npy" }

  @Test("numbers of every size, byte order and memory order are those that NumPy wrote")
  func numbers() throws {
    let golden = try DatasetFixtures.json("arrays.json", as: [String: Golden].self)
    #expect(golden.count == 13)
    for (name, expected) in golden.sorted(by: { $0.key < $1.key }) {
      guard case .array(let array) = try NPYFile.read(path: Self.path(name)) else {
        Issue.record("\(name) is no array of numbers")
        continue
      }
      #expect(array.shape == expected.shape, "\(name)")
      #expect(array.doubles == expected.values, "\(name)")
      #expect(array.floats == expected.values.map { Float($0) }, "\(name)")
    }
  }

  @Test("a pickled dictionary of vectors is read in all six protocols", arguments: 0..<6)
  func protocols(version: Int) throws {
    let labels = try ImageLevelLabels.readNumPy(
      path: Self.path("labels-protocol-\(version)"), classes: .voc)
    #expect(labels.provenance == .clsLabels)
    #expect(labels.ids.map(\.name) == ["2007_000032", "2007_000039"])
    #expect(labels[try ImageID("2007_000032")] == [1, 15])
    #expect(labels[try ImageID("2007_000039")] == [20])
    #expect(labels[try ImageID("2007_000001")] == nil)
  }

  @Test("an array in column-major order and a single number inside a pickle")
  func insidePickle() throws {
    func array(_ name: String) throws -> NPYArray? {
      guard case .objects(_, let elements) = try NPYFile.read(path: Self.path(name)),
        case .object(.array(let array)) = elements.first?["a"]
      else { return nil }
      return array
    }
    let fortran = try #require(try array("fortran-in-pickle"))
    #expect(fortran.shape == [3, 4])
    #expect(fortran.floats == (-3..<9).map { Float($0) })
    let number = try #require(try array("scalar-in-pickle"))
    #expect(number.shape.isEmpty && number.doubles == [2.5])
  }

  @Test("a file that would run a command is refused by the command's name, and runs nothing")
  func evil() throws {
    let path = Self.path("evil")
    let error = #expect(throws: NPYError.self) { try NPYFile.read(path: path) }
    guard case .refused(path, let detail) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(detail.contains("posix.system") && detail.contains("nothing was run"))
    #expect(!FileManager.default.fileExists(atPath: "pickle-was-run"))
  }

  @Test("a file that ends early is truncated, wherever it was cut")
  func truncated() throws {
    for name in ["float32", "labels-protocol-4"] {
      let whole = try DatasetFixtures.bytes("arrays/\(name).npy")
      for count in [8, 11, 60, 127, 130, whole.count - 1] {
        #expect(throws: NPYError.truncated(path: "x"), "\(name) cut to \(count)") {
          try NPYFile.decode(Array(whole.prefix(count)), path: "x")
        }
      }
    }
  }

  @Test("no change of one byte of a pickle makes its reader crash or run away", arguments: 0..<6)
  func flippedBytes(version: Int) throws {
    let whole = try DatasetFixtures.bytes("arrays/labels-protocol-\(version).npy")
    var refused = 0
    for index in whole.indices {
      for change: UInt8 in [0xFF, 0x01, 0x80, 0x10] {
        var bytes = whole
        bytes[index] ^= change
        do throws(NPYError) {
          _ = try NPYFile.decode(bytes, path: "x")
        } catch {
          refused += 1
        }
      }
    }
    #expect(refused > whole.count)
  }

  static func file(_ header: String, data: Int = 0) -> [UInt8] {
    let text = Array(header.utf8)
    let length = [UInt8(text.count & 0xFF), UInt8(text.count >> 8)]
    return [0x93] + Array("NUMPY\u{01}\0".utf8) + length + text + [UInt8](repeating: 0, count: data)
  }

  @Test("an array without elements may have sides of any length")
  func emptyButLong() throws {
    let header =
      "{'descr': '<f4', 'fortran_order': True, 'shape': (4611686018427387904, 0, 9), }"
    guard case .array(let array) = try NPYFile.decode(Self.file(header), path: "x") else {
      Issue.record("no array of numbers")
      return
    }
    #expect(array.count == 0 && array.shape.count == 3)
  }

  @Test("headers that promise too much, or are none")
  func headers() throws {
    func error(_ header: String) -> NPYError? {
      #expect(throws: NPYError.self) { try NPYFile.decode(Self.file(header, data: 64), path: "x") }
    }
    let start = "{'descr': '<f4', 'fortran_order': True, 'shape': "
    #expect(error(start + "(1000000000,), }") == .truncated(path: "x"))
    #expect(
      error(start + "(9223372036854775807, 9), }")
        == .corrupt(path: "x", detail: "a shape of [9223372036854775807, 9]"))
    #expect(
      error("{'descr': '<U8', 'fortran_order': False, 'shape': (1,), }")
        == .unsupported(path: "x", detail: "an array of type <U8"))
    #expect(error("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }") != nil)
    #expect(error("{'shape': (1,)}") != nil)
    #expect(error(start + "(99999999999999999999,)}") != nil)
    #expect(error("{'descr'") != nil)
    #expect(error("") != nil)
    #expect(
      throws: NPYError.foreign(path: "x", found: "a ZIP archive")
    ) { try NPYFile.decode(Array("PK\u{03}\u{04}".utf8), path: "x") }
  }

  @Test(
    "the class vectors beside PASCAL VOC agree with the ground truth of the photographs",
    .enabled(if: DatasetFixtures.hasVOC, "\(DatasetFixtures.whyNoVOC)"))
  func agreesWithTruth() throws {
    let labels = try ImageLevelLabels.readNumPy(
      path: "\(DatasetFixtures.voc)/cls_labels.npy", classes: .voc)
    let dataset = try VOCDevkit.open(path: DatasetFixtures.voc)
    let truth = try ImageLevelLabels.fromTruth(of: dataset)
    #expect(labels.ids == truth.ids)
    let differing = truth.ids.filter { labels[$0] != truth[$0] }
    #expect(differing.isEmpty, "\(differing)")
  }
}
