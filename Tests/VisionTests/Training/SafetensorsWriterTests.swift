import Testing
import Vision

@Suite struct SafetensorsWriterTests {
  @Test("what is written is read back, names with quotes and controls included")
  func roundTrip() throws {
    let tensors = [
      (
        name: "a \"quoted\\\" name\n",
        value: Tensor([1, -0, .leastNonzeroMagnitude, 3e38], shape: [2, 2])
      ),
      (name: "Größe", value: Tensor([0.1], shape: [])),
      (name: "row", value: Tensor([1, 2, 3], shape: [1, 3])),
    ]
    let bytes = SafetensorsWriter.bytes(
      tensors, metadata: [("kind", "a \"test\""), ("empty", "")])
    let file = try CheckpointFile(bytes: bytes, name: "written")
    #expect(file.format == .safetensors && file.path == "written" && file.size == bytes.count)
    #expect(file.metadata == ["kind": "a \"test\"", "empty": ""])
    #expect(file.tensors.map(\.name) == tensors.map(\.name))
    for (stored, tensor) in zip(file.tensors, tensors) {
      #expect(try stored.tensor() == tensor.value)
      // Memory that is let go must not lose what no file can give again.
      stored.release()
      #expect(try stored.tensor() == tensor.value)
    }
  }

  @Test("bytes that are no checkpoint are refused by name", arguments: [[], [1, 2, 3]])
  func foreign(bytes: [UInt8]) {
    let error = #expect(throws: CheckpointError.self) {
      try CheckpointFile(bytes: bytes, name: "memory")
    }
    #expect(error.map { "\($0)".contains("memory") } == true)
  }
}
