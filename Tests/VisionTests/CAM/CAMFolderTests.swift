import Foundation
import TestSupport
import Testing
import Vision

@Suite("Folders of activation maps")
struct CAMFolderTests {
  private static let path = CAMFixtures.folder + "/dictionaries"

  /// The maps in `make_dictionaries.py` by its formula.
  private static func maps(rows: Int, columns: Int) -> ActivationMaps {
    let values = [3, 14].flatMap { k in
      (0..<rows * columns).map { cell in
        let (row, column) = cell.quotientAndRemainder(dividingBy: columns)
        return Float((7 * row + 3 * column + 5 * k) % 16) / 16
      }
    }
    return ActivationMaps(
      width: 13, height: 9, classes: [4, 15], columns: columns, rows: rows, values: values)
  }

  private func read(
    _ name: String, in folder: String = path, width: Int = 13, height: Int = 9
  ) throws -> ActivationMaps {
    try CAMFolder(path: folder).maps(
      for: ImageID(name), width: width, height: height, classes: .voc)
  }

  @Test(
    "maps of IRN, CLIP-ES and SEAM are read, from .npy and .npz",
    arguments: [
      "irn", "clip-es", "seam-numpy-keys", "stored", "deflated", "seam-deflated",
      "whole-dictionary",
    ])
  func reads(name: String) throws {
    #expect(try read(name) == Self.maps(rows: 9, columns: 13))
  }

  @Test("IRN's maps at a quarter of the size stay as coarse as they are, whatever their strides")
  func readsQuarter() throws {
    #expect(try read("irn-quarter") == Self.maps(rows: 3, columns: 4))
  }

  @Test("what rounding puts below 0 is 0")
  func clips() throws {
    let (found, wanted) = (try read("seam"), Self.maps(rows: 9, columns: 13))
    #expect(found.values.allSatisfy { $0 >= 0 } && found.values.contains(0))
    #expect(zip(found.values, wanted.values).allSatisfy { abs($0 - $1) <= 1.1e-5 })
    #expect(found != wanted)
  }

  @Test("an image without a class has no maps", arguments: ["no-class", "irn-no-class"])
  func withoutClasses(name: String) throws {
    #expect(try read(name).classes.isEmpty)
    #expect(try read(name).seeds(backgroundThreshold: 0) == LabelMap(width: 13, height: 9))
  }

  private static func file(_ name: String) -> String { "\(path)/\(name).npy" }

  @Test("what does not fit is refused with the file, what was found and what was expected")
  func refuses() throws {
    let shapes = [[2, 9, 13], [2, 3, 4]]
    let errors: [(name: String, error: CAMError)] = [
      (
        "not-finite", .notFinite(path: Self.file("not-finite"), key: 14, x: 7, y: 4)
      ),
      (
        "not-normalised",
        .notNormalised(path: Self.file("not-normalised"), key: 3, largest: 37.5)
      ),
      ("other-keys", .foreignKeys(path: Self.file("other-keys"), found: ["name", "maps"])),
      ("no-maps", .foreignKeys(path: Self.file("no-maps"), found: ["keys", "logits"])),
      (
        "float-keys",
        .foreignValue(
          path: Self.file("float-keys"), key: "keys", found: "an array of float32 of shape [2]",
          expected: "a list of class indices")
      ),
      (
        "fewer-keys",
        .foreignValue(
          path: Self.file("fewer-keys"), key: "high_res",
          found: "an array of float32 of shape [2, 9, 13]",
          expected: "an array of 1 maps, as there are keys,")
      ),
      ("repeated", .repeatedClass(path: Self.file("repeated"), key: 3)),
      ("class-20", .classOutOfRange(path: Self.file("class-20"), key: 20, classes: 21)),
      ("negative", .classOutOfRange(path: Self.file("negative"), key: -1, classes: 21)),
      (
        "other-size",
        .shape(
          path: Self.file("other-size"), key: "high_res", found: [2, 10, 13], expected: shapes)
      ),
      (
        "two-sizes",
        .shape(path: Self.file("two-sizes"), key: "14", found: [3, 4], expected: [[9, 13]])
      ),
      (
        "no-map",
        .foreignValue(
          path: Self.file("no-map"), key: "3", found: "a string",
          expected: "a map of rows and columns")
      ),
      (
        "list",
        .array(
          .unsupported(
            path: Self.file("list"), detail: "anything but a dictionary of activation maps"))
      ),
    ]
    for (name, error) in errors {
      #expect(throws: error, "\(name)") { try read(name) }
      #expect("\(error)".contains(Self.file(name)))
    }
  }

  @Test("maps of an image of another size are refused")
  func refusesOtherImages() {
    #expect(throws: CAMError.self) { try read("irn", width: 9, height: 13) }
    #expect(throws: CAMError.self) { try read("deflated", width: 14, height: 9) }
  }

  @Test("a dictionary that would run a command is refused, and runs nothing")
  func evil() throws {
    let error = #expect(throws: CAMError.self) { try read("evil") }
    guard case .array(.refused(_, let detail)) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(detail.contains("posix.system"))
    #expect(!FileManager.default.fileExists(atPath: "pickle-was-run"))
  }

  @Test("an image without a file, and one with two, are named")
  func findsFiles() throws {
    let folder = try TemporaryFolder()
    let bytes = Array(try Data(contentsOf: URL(filePath: Self.file("irn"))))
    try folder.write(bytes, "a.npy")
    try folder.write(bytes, "a.npz")
    let (a, b) = (try ImageID("a"), try ImageID("b"))
    #expect(throws: CAMError.ambiguous(folder: folder.path, id: a)) {
      try read("a", in: folder.path)
    }
    #expect(throws: CAMError.missing(folder: folder.path, id: b)) {
      try read("b", in: folder.path)
    }
    #expect(try CAMFolder(path: folder.path).ids() == [a])
    #expect(throws: DatasetError.self) { try CAMFolder(path: folder.path + "/none") }
  }

  @Test("a file that ends early is refused wherever it was cut", arguments: ["irn", "seam"])
  func cutPickles(name: String) throws {
    try cut("\(name).npy", steps: 40)
  }

  @Test("an archive that ends early is refused", arguments: ["stored", "deflated"])
  func cutArchives(name: String) throws {
    try cut("\(name).npz", steps: 40)
  }

  private func cut(_ file: String, steps: Int) throws {
    let bytes = Array(try Data(contentsOf: URL(filePath: "\(Self.path)/\(file)")))
    let folder = try TemporaryFolder()
    for step in 0..<steps {
      try folder.write(Array(bytes.prefix(bytes.count * step / steps)), "x" + file.suffix(4))
      #expect(throws: CAMError.self, "\(step) of \(steps)") { try read("x", in: folder.path) }
    }
  }

  @Test("one wrong byte in an archive's arrays is noticed")
  func checksArchives() throws {
    for name in ["stored", "deflated"] {
      var bytes = Array(try Data(contentsOf: URL(filePath: "\(Self.path)/\(name).npz")))
      let folder = try TemporaryFolder()
      // The directory, whose times and attributes do not matter, takes the last 250 bytes.
      for place in stride(from: 200, to: bytes.count - 400, by: 97) {
        bytes[place] ^= 0x10
        try folder.write(bytes, "x.npz")
        #expect(throws: CAMError.self, "\(name), byte \(place)") { try read("x", in: folder.path) }
        bytes[place] ^= 0x10
      }
    }
  }

  @Test("exported maps are the bytes that NumPy was seen to read, and are read again")
  func exports() throws {
    let (folder, maps) = (try TemporaryFolder(), Self.maps(rows: 9, columns: 13))
    try CAMFolder(path: folder.path).write(maps, for: ImageID("x"))
    let written = try Data(contentsOf: URL(filePath: "\(folder.path)/x.npy"))
    #expect(try written == Data(contentsOf: URL(filePath: Self.file("exported"))))
    #expect(try read("x", in: folder.path) == maps)
  }

  @Test("coarse maps are exported at the image's size and at stride 4")
  func exportsCoarse() throws {
    let maps = ActivationMaps(
      width: 13, height: 9, classes: [1, 20], columns: 2, rows: 2,
      values: [0, 0.5, 1, 0.25, 1, 1, 0, 0])
    let folder = try TemporaryFolder()
    try CAMFolder(path: folder.path).write(maps, for: ImageID("x"))
    #expect(try read("x", in: folder.path) == maps.resampledToImage())
  }
}
