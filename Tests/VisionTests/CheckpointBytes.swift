import TestSupport
import Foundation
import Testing
import Vision

/// Checkpoints built byte by byte, well or not.
enum CheckpointBytes {
  static let fixtures = DatasetFixtures.packageRoot + "Tests/Fixtures/checkpoints"

  static func fixture(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: "\(fixtures)/\(name)")))
  }

  /// The low `count` bytes of `value`, the lowest first.
  static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  /// A ZIP entry; what its own header says can be told apart from what the directory says.
  struct Entry {
    var name: String
    var content: [UInt8] = []
    var localName: String?
    var method = 0
    var flags = 0
    /// Where the directory says that the header lies, instead of where it does.
    var offset: Int?
    /// The size that the directory claims.
    var size: Int?
  }

  /// An archive; in its 64-bit form every size and offset stands in the fields of that form.
  static func zip(_ entries: [Entry], isLong: Bool = false) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let offset = entry.offset ?? bytes.count
      let name = Array(entry.name.utf8)
      let localName = Array((entry.localName ?? entry.name).utf8)
      let size = entry.size ?? entry.content.count
      let how = little(entry.flags, 2) + little(entry.method, 2) + little(0, 8)
      let sizes = isLong ? little(-1, 8) : little(size, 4) + little(size, 4)
      let long = little(size, 8) + little(size, 8)
      let local = isLong ? little(1, 2) + little(16, 2) + long : []
      let extra = isLong ? little(1, 2) + little(24, 2) + long + little(offset, 8) : []
      bytes += little(0x0403_4B50, 4) + little(20, 2) + how + sizes
      bytes += little(localName.count, 2) + little(local.count, 2) + localName + local
      bytes += entry.content
      directory += little(0x0201_4B50, 4) + little(20, 2) + little(20, 2) + how + sizes
      directory += little(name.count, 2) + little(extra.count, 2) + little(0, 10)
      directory += little(isLong ? -1 : offset, 4) + name + extra
    }
    return bytes + directory
      + zipEnd(entries.count, size: directory.count, offset: bytes.count, isLong: isLong)
  }

  private static func zipEnd(_ count: Int, size: Int, offset: Int, isLong: Bool) -> [UInt8] {
    let short =
      little(0x0605_4B50, 4) + little(0, 4) + little(count, 2) + little(count, 2)
      + little(isLong ? -1 : size, 4) + little(isLong ? -1 : offset, 4) + little(0, 2)
    guard isLong else { return short }
    let long =
      little(0x0606_4B50, 4) + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 8)
      + little(count, 8) + little(count, 8) + little(size, 8) + little(offset, 8)
    let locator =
      little(0x0706_4B50, 4) + little(0, 4) + little(offset + size, 8) + little(1, 4)
    return long + locator + short
  }

  /// A tensor as a pickle tells of it.
  struct Tensor {
    var name = "weight"
    var storage = "FloatStorage"
    var key = "0"
    var stored = 4
    var start = 0
    var shape = [2, 2]
    var strides = [2, 1]
  }

  static func integer(_ value: Int) -> [UInt8] { [0x8A, 8] + little(value, 8) }
  static func text(_ value: String) -> [UInt8] {
    Array("X".utf8) + little(value.utf8.count, 4) + Array(value.utf8)
  }

  static func pickle(_ tensors: [Tensor]) -> [UInt8] {
    let parts = tensors.flatMap { tensor -> [UInt8] in
      let id =
        Array("(".utf8) + text("storage") + Array("ctorch\n\(tensor.storage)\n".utf8)
        + text(tensor.key) + text("cpu") + integer(tensor.stored) + Array("tQ".utf8)
      let tuples = [tensor.shape, tensor.strides].flatMap {
        Array("(".utf8) + $0.flatMap(integer) + Array("t".utf8)
      }
      return text(tensor.name) + Array("ctorch._utils\n_rebuild_tensor_v2\n(".utf8) + id
        + integer(tensor.start) + tuples + [0x89] + Array("}tR".utf8)
    }
    return [0x80, 2] + Array("}(".utf8) + parts + Array("u.".utf8)
  }

  /// Four floats under key 0, and what else is given.
  static func torch(
    _ pickle: [UInt8], memory: [UInt8] = [UInt8](repeating: 0, count: 16), more: [Entry] = []
  ) -> [UInt8] {
    zip(
      [Entry(name: "a/data.pkl", content: pickle), Entry(name: "a/data/0", content: memory)] + more)
  }

  static func safetensors(_ header: String, data: Int) -> [UInt8] {
    little(header.utf8.count, 8) + Array(header.utf8) + [UInt8](repeating: 0, count: data)
  }

  /// Opens `bytes` as a file would be, and reads every tensor.
  @discardableResult
  static func open(_ bytes: [UInt8], in folder: TemporaryFolder) throws -> CheckpointFile {
    let file = try CheckpointFile(path: folder.write(bytes, "x.pth"))
    for tensor in file.tensors { _ = try tensor.values() }
    return file
  }

  /// The error that `bytes` end in, its path left out.
  static func error(_ bytes: [UInt8], in folder: TemporaryFolder) throws -> String? {
    do throws(any Error) {
      try open(bytes, in: folder)
      return nil
    } catch {
      let error = try #require(error as? CheckpointError)
      return "\(error)".replacing("\(folder.path)/x.pth", with: "x")
    }
  }
}
