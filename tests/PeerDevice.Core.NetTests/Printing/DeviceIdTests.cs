using System;
using System.IO;
using System.Linq;
using System.Text;
using PeerDevice.Wire.Ieee1284;

namespace PeerDevice.Tests.Printing;

/// <summary>Device IDs as devices tell them (<c>Vectors/device-ids</c>), and as they are made.</summary>
public class DeviceIdTests
{
    public static TheoryData<string> Vectors()
    {
        string[] files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Vectors", "device-ids"), "*.txt");
        Assert.True(files.Length > 10);
        return new TheoryData<string>(files.Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void AnIdIsReadAsFarAsItMakesSense(string name)
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Vectors", "device-ids", name + ".txt"));
        byte[] octets = Printed.Unshown(lines[1]);
        string id = DeviceId.Read(octets, octets.Length);
        Assert.True(lines.Length > 2);
        foreach (string line in lines[2..])
        {
            string value = line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..];
            Assert.Equal(value, line[..line.IndexOf('=', StringComparison.Ordinal)] switch
            {
                "id" => id,
                "manufacturer" => DeviceId.Manufacturer(id),
                "model" => DeviceId.Model(id),
                "commands" => DeviceId.CommandSet(id),
                "description" => DeviceId.Description(id),
                "serial" => DeviceId.SerialNumber(id),
                "class" => DeviceId.Class(id),
                _ => throw new InvalidDataException(line),
            });
        }
    }

    [Fact]
    public void WhatIsMadeIsReadBack()
    {
        string id = DeviceId.Make("Generic", "ESC/POS 80 mm", "ESC/POS", "", "A-1");
        Assert.Equal("MFG:Generic;MDL:ESC/POS 80 mm;CMD:ESC/POS;CLS:PRINTER;DES:Generic ESC/POS 80 mm;SN:A-1;", id);
        Assert.Equal("Generic", DeviceId.Manufacturer(id));
        Assert.Equal("ESC/POS 80 mm", DeviceId.Model(id));
        Assert.Equal("A-1", DeviceId.SerialNumber(id));
        Assert.Equal("MFG:A;CLS:PRINTER;DES:A ;", DeviceId.Make("A", "", "", "", ""));
    }

    [Fact]
    public void NoValueBreaksTheIdThatItStandsIn()
    {
        Assert.Equal("MFG:AMDLx;MDL:M;CLS:PRINTER;DES:d;", DeviceId.Make("A;MDL:x\n", "äM", "ö", "d\0", ""));
        string id = DeviceId.Make(new string('a', 600), new string('b', 600), "c", "d", "e");
        Assert.InRange(id.Length, 600, Limits.DeviceIdOctets);
        Assert.Equal("", DeviceId.Model(id));
        Assert.Equal("c", DeviceId.CommandSet(id));
    }

    [Fact]
    public void NoOctetsMakeItThrowOrGrow()
    {
        for (int seed = 1; seed <= 5000; seed++)
        {
            Random random = new(seed);
            byte[] octets = new byte[random.Next(random.Next(2) == 0 ? 8 : 3000)];
            random.NextBytes(octets);
            byte[] keys = Encoding.ASCII.GetBytes("MFG:;MDL:");
            for (int i = 0; i < octets.Length; i++)
            {
                octets[i] = random.Next(3) == 0 ? octets[i] : keys[random.Next(keys.Length)];
            }

            string id = DeviceId.Read(octets, random.Next(octets.Length + 5));
            Assert.InRange(id.Length, 0, Limits.DeviceIdOctets);
            Assert.All(id, static c => Assert.InRange(c, ' ', '~'));
            Assert.True(DeviceId.Manufacturer(id).Length <= id.Length && DeviceId.Model(id).Length <= id.Length, $"seed {seed}");
        }
    }
}
